import Primitives
import Problems
import TestSupport
import Testing
import Wire

extension EventRandomWorker {
    /// An order of which something is left, or nil.
    private mutating func anyOrder(sentOnly: Bool = false) -> Int? {
        let indices = model.orders.indices.filter {
            model.orders[$0].leftMinor > 0 && (!sentOnly || model.orders[$0].day != nil)
        }
        return indices.isEmpty ? nil : generator.pick(from: indices)
    }

    /// Refunds parts of an order, whether it has come or not.
    mutating func refund() async throws {
        guard let index = anyOrder() else { return }
        let order = model.orders[index]
        var parts: [(line: Int, amountMinor: Int64)] = []
        for line in order.lines.indices where order.lines[line].leftMinor > 0 {
            guard parts.isEmpty || generator.chance(50) else { continue }
            let left = order.lines[line].leftMinor
            let amount =
                generator.chance(30) ? left : Int64.random(in: 1...left, using: &generator)
            parts.append((line, amount))
        }
        let answer = try await take(
            .event(
                name("r"),
                type: "order.refunded",
                of: member,
                at: now,
                lines: parts.map { .line($0.amountMinor, id: "\($0.line + 1)") },
                refersTo: order.id
            )
        )
        expectTaken(index, parts, answer)
    }

    /// Cancels an order, whether it has come or not.
    mutating func cancel() async throws {
        guard let index = anyOrder() else { return }
        let order = model.orders[index]
        let answer = try await take(
            .event(
                name("x"),
                type: "order.cancelled",
                of: member,
                at: now,
                refersTo: order.id
            )
        )
        let parts = order.lines.indices.map {
            (line: $0, amountMinor: order.lines[$0].leftMinor)
        }
        expectTaken(index, parts, answer)
    }

    /// Compares what was taken with the model, which learns what was there to take.
    private mutating func expectTaken(
        _ index: Int,
        _ parts: [(line: Int, amountMinor: Int64)],
        _ answer: Answer
    ) {
        let hasCome = model.orders[index].day != nil
        var available = model.available(at: now)
        let asked = model.refund(index, parts)
        let taken = answer.json["taken"]?.elements ?? []
        #expect(answer.status == 201)
        #expect(answer.json["refersTo"]?["state"] == (hasCome ? "applied" : "kept"))
        #expect(taken.count == asked.count)
        for ((place, amount), entry) in zip(asked, taken) {
            let moved = entry["amount"]?.integer ?? 0
            let missing = entry["shortfall"]?.integer ?? 0
            let order = model.orders[index]
            let isSettled = order.isSettled(order.grants[place], at: now)
            #expect(moved + missing == amount)
            if !isSettled { #expect(missing == 0) }
            if isSettled, !expires { #expect(moved == min(amount, available)) }
            if isSettled { available -= moved }
            model.orders[index].grants[place].undone += moved
        }
    }

    /// Refunds more of a line than is left, which changes nothing.
    mutating func refundTooMuch() async throws {
        guard let index = anyOrder(sentOnly: true) else { return }
        let order = model.orders[index]
        let line = generator.pick(from: order.lines.indices)
        let amount = order.lines[line].leftMinor + 1
        let answer = try await take(
            .event(
                name("r"),
                type: "order.refunded",
                of: member,
                at: now,
                lines: [.line(amount, id: "\(line + 1)")],
                refersTo: order.id
            )
        )
        expect(answer, refuses: .limitReached, isFinal: true)
        #expect(answer.json["most"]?.integer == amount - 1)
    }

    /// Confirms an order, whether it has come or not.
    mutating func confirm() async throws {
        guard let index = anyOrder() else { return }
        let order = model.orders[index]
        let answer = try await take(
            .event(
                name("c"),
                type: "order.received",
                of: member,
                at: now,
                refersTo: order.id
            )
        )
        let waiting = order.grants.filter { !order.isSettled($0, at: now) && $0.wait == .presale }
        #expect(answer.status == 201)
        #expect(answer.json.sum(of: "confirmed") == waiting.reduce(0) { $0 + $1.left })
        model.orders[index].isConfirmed = true
    }

    /// Spends points, more than there are now and then.
    mutating func debit() async throws {
        let available = model.available(at: now)
        let amount = Int64.random(in: 1...(available + 20), using: &generator)
        let answer = try await gateway.debit(member, amount, key: name("d"))
        if !expires { #expect((answer.status == 201) == (amount <= available)) }
        if answer.status == 201 { model.spent += amount }
    }

    /// Takes back a part of a grant as a caller may.
    mutating func reverse() async throws {
        guard let index = anyOrder(sentOnly: true) else { return }
        let order = model.orders[index]
        let places = order.grants.indices.filter { order.grants[$0].left > 0 }
        guard !places.isEmpty else { return }
        let place = generator.pick(from: places)
        let grant = order.grants[place]
        let amount = Int64.random(in: 1...grant.left, using: &generator)
        let answer = try await gateway.reverse(grant.transfer, amount, key: name("v"))
        let isThere = !order.isSettled(grant, at: now) || amount <= model.available(at: now)
        if !expires { #expect((answer.status == 201) == isThere) }
        if answer.status == 201 { model.orders[index].grants[place].undone += amount }
    }
}
