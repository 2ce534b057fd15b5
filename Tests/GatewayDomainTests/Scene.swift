import GatewayDomain
import Primitives

/// One member's points under a programme, as a story of what is done on which day in UTC.
struct Scene {
    /// What became of points, by lot: `d` for a day, `d+` for an extended lot, `*` for never.
    typealias Table = [String: Int64]

    var account = Account()
    var terms: AssetTerms
    var now = Instant(milliseconds: 0)
    private(set) var reversibles: [String: Reversible] = [:]
    private(set) var holds: [String: Hold] = [:]
    private(set) var pendings: [String: PendingCredit] = [:]
    /// The beginning of each chain of reversals, by the names of the chain's reversals.
    private var roots: [String: String] = [:]
    private var serial: UInt64 = 0
    private var names: [TimeOrderedID: String] = [:]

    init(expiry: ExpiryPolicy = .never, returned: ReturnPolicy = .extend(days: 30)) {
        terms = AssetTerms(expiry: expiry, returned: returned)
    }

    /// What can be spent, by lot.
    var lots: Table { table(\.available) }

    /// What has gone, by lot.
    var gone: Table { table(\.lapsed) }

    var balance: Balance { account[.points].balance }

    private func table(_ part: KeyPath<Lots.Lot, Int64>) -> Table {
        Table(
            uniqueKeysWithValues: account[.points].lots.all.filter { $0[keyPath: part] != 0 }
                .map { ($0.key.name, $0[keyPath: part]) }
        )
    }

    var today: CalendarDay { now.utcDay }

    /// Goes on to the start of a day, and settles what is due by then.
    ///
    /// - Returns: What happened by itself, in order.
    @discardableResult
    mutating func on(_ day: Int64, plusMs: Int64 = 0) throws -> [DueItem.Event] {
        now = Instant(milliseconds: day * 86_400_000 + plusMs)
        var events: [DueItem.Event] = []
        while let item = account.nextDue(in: .utc), item.at <= now {
            let settled = try account.settle(item, in: .utc) { _ in terms }
            if let hold = settled.hold { holds[names[hold.id] ?? ""] = hold }
            if let pending = settled.pending { pendings[names[pending.id] ?? ""] = pending }
            events.append(item.event)
        }
        return events
    }
}

// MARK: What is done

extension Scene {
    /// Credits points that end with a day, or never.
    mutating func credit(_ name: String, _ amount: Int64, until day: Int64? = nil) throws {
        let lot = LotKey(lastDay: day.map { CalendarDay(daysSinceEpoch: $0) })
        note(name, try account.credit(.points(amount), to: lot, on: today))
    }

    /// Grants points that become available at the start of a day.
    mutating func creditPending(
        _ name: String,
        _ amount: Int64,
        from day: Int64,
        until last: Int64? = nil
    ) throws {
        let movement = try account.creditPending(
            .points(amount),
            availableOn: CalendarDay(daysSinceEpoch: day),
            expiresOn: last.map { CalendarDay(daysSinceEpoch: $0) }
        )
        note(name, movement)
        let pending = PendingCredit(
            id: id(of: name),
            asset: .points,
            left: Points(amount),
            availableAt: Instant(milliseconds: day * 86_400_000),
            isConfirmable: false,
            expiresOn: last.map { CalendarDay(daysSinceEpoch: $0) }
        )
        pendings[name] = pending
        open(account.pendings + [pending], account.holds)
    }

    mutating func debit(_ name: String, _ amount: Int64) throws {
        note(name, try account.debit([.points(amount)], notAfter: nil, now: now))
    }

    /// Holds points until the start of a day.
    mutating func hold(_ name: String, _ amount: Int64, until day: Int64) throws {
        let lapsesAt = Instant(milliseconds: day * 86_400_000)
        let movement = try account.hold(.points(amount), until: lapsesAt, now: now)
        note(name, movement)
        let hold = Hold(
            id: id(of: name),
            asset: .points,
            lapsesAt: lapsesAt,
            pieces: movement.postings.sources
        )
        holds[name] = hold
        open(account.pendings, account.holds + [hold])
    }

    mutating func capture(_ name: String, _ hold: String, _ amount: Int64? = nil) throws {
        guard var held = holds[hold] else { throw LedgerRefusal.holdEnded }
        note(name, try account.capture(&held, amount.map { Points($0) }, now: now))
        keep(held, hold)
    }

    mutating func release(_ hold: String) throws {
        guard var held = holds[hold] else { throw LedgerRefusal.holdEnded }
        _ = try account[.points].release(&held, now: now, way)
        keep(held, hold)
    }

    /// Undoes a part of a transfer, or all that can be; the reversal may be undone by its name.
    @discardableResult
    mutating func reverse(
        _ name: String,
        _ target: String,
        _ amount: Int64? = nil,
        takesWhatIsThere: Bool = false
    ) throws -> Movement? {
        guard var reversible = reversibles[target] else { throw LedgerRefusal.holdEnded }
        let root = roots[target]
        if let root { reversible.origin = reversibles[root]?.target }
        reversible.pending = pendings[root ?? target]
        let movement = try account[.points].reverse(
            &reversible,
            amount.map { Points($0) },
            takesWhatIsThere: takesWhatIsThere,
            way
        )
        reversibles[target]?.target = reversible.target
        if let root, let origin = reversible.origin { reversibles[root]?.target = origin }
        if let pending = reversible.pending { keep(pending, root ?? target) }
        guard let movement else { return nil }
        note(name, movement)
        roots[name] = root ?? target
        return movement
    }

    /// How much can still be undone of a transfer.
    func left(of target: String) -> Int64? {
        var reversible = reversibles[target]
        if let root = roots[target] { reversible?.origin = reversibles[root]?.target }
        return reversible?.left.value
    }
}

extension Scene {
    private var way: Return { Return(on: today, terms.returned) }

    private mutating func id(of name: String) -> TimeOrderedID {
        if let id = names.first(where: { $0.value == name })?.key { return id }
        serial += 1
        let id = TimeOrderedID(at: now, random: (0, serial))
        names[id] = name
        return id
    }

    private mutating func note(_ name: String, _ movement: Movement) {
        let standing = Standing(
            id: id(of: name),
            kind: movement.kind,
            counterparty: movement.counterparty,
            amount: movement.amount,
            destinations: movement.postings.destinations,
            sources: movement.postings.sources,
            undone: .zero
        )
        reversibles[name] = Reversible(target: standing)
    }

    private mutating func keep(_ hold: Hold, _ name: String) {
        holds[name] = hold
        let others = account.holds.filter { $0.id != hold.id }
        open(account.pendings, hold.state == .open ? others + [hold] : others)
    }

    private mutating func keep(_ pending: PendingCredit, _ name: String) {
        pendings[name] = pending
        guard account.pendings.contains(where: { $0.id == pending.id }) else { return }
        open(account.pendings.filter { $0.id != pending.id } + [pending], account.holds)
    }

    private mutating func open(_ pendings: [PendingCredit], _ holds: [Hold]) {
        account = Account(
            state: account.state,
            holdings: account.holdings,
            pendings: pendings,
            holds: holds
        )
    }
}

extension LotKey {
    /// The lot's name in tables.
    var name: String { (lastDay.map { "\($0.daysSinceEpoch)" } ?? "*") + (isExtended ? "+" : "") }
}
