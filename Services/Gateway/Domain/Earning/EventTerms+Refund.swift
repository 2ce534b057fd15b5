import Primitives

extension EventTerms {
    /// Refunds a part of the order, each line by itself.
    ///
    /// - Parameters:
    ///   - request: What is refunded.
    ///   - pending: The places of the lines whose points are still pending; where the request
    ///     names no lines, those are refunded first.
    /// - Returns: What is taken back of each grant, for those of which anything is: the difference
    ///   between what the member kept before and keeps now.
    /// - Throws: `.aboveWhatIsLeft`, `.linesNeeded` or `.unknownLine`; then nothing changes.
    package mutating func refund(
        _ request: RefundRequest,
        pending: Set<Int> = []
    ) throws(RefundRefusal) -> [Taking] {
        var next = self
        switch request {
        case .rest: next.refundRest()
        case .cancellation:
            next.refundRest()
            next.isCancelled = true
        case .amount(let amount): try next.refund(max(0, amount), pending)
        case .lines(let parts):
            for part in parts { try next.refund(part) }
        }
        let takings = takings(before: next)
        self = next
        return takings
    }

    /// Applies refunds that came before the order, so that it earns what it would have kept.
    ///
    /// Of a refund that cannot be applied as it stands the strictest reading counts: of one above
    /// the order nothing is left, and of one that names no lines where it must, or names them
    /// wrongly, the lines that earned most for their amount are refunded first.
    ///
    /// - Parameters:
    ///   - requests: The refunds, in the order of their arrival.
    ///   - pending: The places of the lines whose points will wait.
    /// - Returns: What is not granted after all of each grant, for those of which anything is;
    ///   `remaining(of:)` says what is.
    package mutating func applyKept(
        _ requests: [RefundRequest],
        pending: Set<Int> = []
    ) -> [Taking] {
        let before = self
        for request in requests {
            do throws(RefundRefusal) {
                _ = try refund(request, pending: pending)
            } catch {
                refundStrictly(request.amountMinor)
            }
        }
        return before.takings(before: self)
    }

    /// What is said of grants that earlier refunds have made smaller.
    package func omissions(for takings: [Taking]) -> [Omission] {
        takings.filter { grants.indices.contains($0.grant) }.map {
            Omission(rule: grants[$0.grant].rule, reason: .refunded, amount: $0.amount)
        }
    }

    private func takings(before next: EventTerms) -> [Taking] {
        grants.indices.compactMap { index in
            let taken = remaining(of: index).subtracting(next.remaining(of: index)) ?? .zero
            return taken > .zero ? Taking(grant: index, amount: taken) : nil
        }
    }

    private mutating func refundRest() {
        for index in lines.indices { lines[index].refundedMinor = lines[index].amountMinor }
    }

    private mutating func refund(
        _ amount: Int64,
        _ pending: Set<Int>
    ) throws(RefundRefusal) {
        guard amount <= leftMinor else {
            throw .aboveWhatIsLeft(line: nil, leftMinor: leftMinor)
        }
        guard amount == leftMinor || amount == 0 || isUniform else { throw .linesNeeded }
        let waiting = lines.indices.filter(pending.contains)
        refund(amount, inOrder: waiting + lines.indices)
    }

    private mutating func refund(_ part: RefundRequest.Part) throws(RefundRefusal) {
        let index = try line(named: part)
        guard part.amountMinor <= lines[index].leftMinor else {
            throw .aboveWhatIsLeft(
                line: lines[index].id.isEmpty ? nil : lines[index].id,
                leftMinor: lines[index].leftMinor
            )
        }
        lines[index].refundedMinor += max(0, part.amountMinor)
    }

    /// The line that a part means: by its name, else by its category, else the only one.
    private func line(named part: RefundRequest.Part) throws(RefundRefusal) -> Int {
        if let id = part.id {
            guard let index = lines.firstIndex(where: { $0.id == id }) else {
                throw .unknownLine(id)
            }
            return index
        }
        if lines.count == 1 { return 0 }
        guard let category = part.category else { throw .linesNeeded }
        let candidates = lines.indices.filter { lines[$0].category == category }
        guard let index = candidates.first else { throw .unknownLine(category) }
        guard candidates.count == 1 else { throw .linesNeeded }
        return index
    }

    private mutating func refund(_ amount: Int64, inOrder indices: some Sequence<Int>) {
        var rest = amount
        for index in indices {
            let part = min(rest, lines[index].leftMinor)
            lines[index].refundedMinor += part
            rest -= part
        }
    }

    private mutating func refundStrictly(_ amount: Int64) {
        guard amount < leftMinor else { return refundRest() }
        let indices = lines.indices.sorted { left, right in
            let (first, second) = (ratio(of: left), ratio(of: right))
            return first == second ? left < right : first > second
        }
        refund(amount, inOrder: indices)
    }

    /// Points granted for each minor unit of a line.
    private func ratio(of index: Int) -> Ratio {
        var granted = Points.zero
        for line in grants.flatMap(\.lines) where line.index == index {
            granted = granted.adding(line.granted) ?? granted
        }
        return Ratio(granted.value, over: lines[index].amountMinor) ?? .zero
    }
}

extension RefundRequest {
    /// The amount that it names in minor units, or more than any order has where it names none.
    package var amountMinor: Int64 {
        switch self {
        case .rest, .cancellation: return .max
        case .amount(let amount): return amount
        case .lines(let parts):
            return parts.reduce(0) { sum, part in
                let (next, overflow) = sum.addingReportingOverflow(part.amountMinor)
                return overflow ? .max : next
            }
        }
    }
}
