import Primitives
import TestSupport
import Testing
import Wire

/// Sends one member's random events, and compares each answer with the naive model.
struct EventRandomWorker: Sendable {
    let gateway: Gateway
    let member: String
    /// Whether points expire, of which the model knows nothing.
    let expires: Bool
    var generator: SeededGenerator
    var model = EventModel()
    var sent: [(event: JSON, answer: Answer)] = []
    private var count = 0

    init(gateway: Gateway, member: String, expires: Bool, seed: UInt64) {
        self.gateway = gateway
        self.member = member
        self.expires = expires
        generator = SeededGenerator(seed: seed)
    }

    var now: Instant { gateway.clock.now }

    /// Does something at random, and compares the balance with the model's.
    mutating func step() async throws {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<28: try await order()
        case 28..<36: try await sendPlanned()
        case 36..<60: try await refund()
        case 60..<64: try await refundTooMuch()
        case 64..<72: try await confirm()
        case 72..<76: try await cancel()
        case 76..<86: try await debit()
        case 86..<92: try await reverse()
        default: try await again()
        }
        try await check()
    }

    /// Sends all orders that are still only planned.
    mutating func finish() async throws {
        for index in model.orders.indices where model.orders[index].day == nil {
            try await send(order: index)
        }
        try await check()
    }

    private func check() async throws {
        let balance = try await gateway.points(of: member)
        let available = balance["available"]?.integer ?? -1
        let most = model.available(at: now)
        #expect(expires ? (0...max(0, most)).contains(available) : available == most)
        #expect(balance["pending"]?.integer == model.pending(at: now))
        #expect(balance["earnedTotal"]?.integer == model.earned(at: now))
        #expect(balance["spentTotal"]?.integer == model.spent)
    }

    mutating func name(_ kind: String) -> String {
        count += 1
        return "\(member)-\(kind)\(count)"
    }

    /// Sends an event for the first time.
    mutating func take(_ event: JSON) async throws -> Answer {
        let answer = try await gateway.send(event)
        #expect(!answer.isReplayed)
        sent.append((event, answer))
        return answer
    }

    // MARK: Orders

    private mutating func order() async throws {
        let categories = [nil, nil, "half", "phone", "presale", "trial"] as [String?]
        let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            EventModel.Line(
                category: generator.pick(from: categories),
                amountMinor: Int64.random(in: 1...20_000, using: &generator)
            )
        }
        model.orders.append(EventModel.Order(id: name("o"), lines: lines))
        if generator.chance(75) { try await send(order: model.orders.count - 1) }
    }

    private mutating func sendPlanned() async throws {
        let planned = model.orders.indices.filter { model.orders[$0].day == nil }
        guard !planned.isEmpty else { return }
        try await send(order: generator.pick(from: planned))
    }

    private mutating func send(order index: Int) async throws {
        let late = Int64.random(in: 0...(6 * 86_400_000), using: &generator)
        let at = Instant(milliseconds: now.milliseconds - late)
        let order = model.orders[index]
        let answer = try await take(
            .event(
                order.id,
                of: member,
                at: at,
                lines: order.lines.map { .line($0.amountMinor, of: $0.category) }
            )
        )
        let granted = model.arrive(index, on: (at.milliseconds + 8 * 3_600_000) / 86_400_000)
        let grants = answer.json["grants"]?.elements ?? []
        #expect(answer.status == 201)
        #expect(grants.map { $0["amount"]?.integer } == granted)
        for (place, grant) in zip(
            model.orders[index].grants.indices.filter { model.orders[index].grants[$0].issued > 0 },
            grants
        ) {
            model.orders[index].grants[place].transfer = grant["transfer"]?.text ?? ""
        }
    }

    // MARK: Repeats

    private mutating func again() async throws {
        guard !sent.isEmpty else { return }
        let (event, answer) = generator.pick(from: sent)
        guard generator.chance(50) else {
            let second = try await gateway.send(event)
            #expect(second.isReplayed && second.body == answer.body)
            return
        }
        let result = try await gateway.send(batch: [event, event]).results
        #expect(result.count == 2 && result.first == result.last)
        #expect(result.first?["replayed"] == true)
        let content = result.first?.without("status").without("replayed")
        #expect(answer.status == 201 ? content == answer.json : content?["problem"] == answer.json)
    }
}
