import Calls
import Synchronization
import TestSupport
import Testing
import Wire

/// One of many callers at once, alone with its own members, so that a model can foretell it.
struct RandomWorker {
    /// How many work at once.
    static let count = 8

    /// An operation that was answered, and how.
    struct Answered: Sendable {
        let operation: NaiveModel.Operation
        let key: String
        let text: String

        var path: String { operation.kind == "credit" ? "/v1/credits" : "/v1/debits" }
    }

    private(set) var model = NaiveModel()
    private let gateway: Gateway
    private let number: Int
    private let members: [String]
    private var random: SeededGenerator
    private var keys = 0

    init(_ number: Int, seed: UInt64, _ gateway: Gateway) {
        self.number = number
        self.gateway = gateway
        members = (0..<4).map { "m-\(number)-\($0)" }
        random = SeededGenerator(seed: seed &+ UInt64(number) &* 7919)
    }

    /// Does one thing at random, and expects what the model says.
    mutating func step(_ answered: borrowing Mutex<[Answered]>) async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<45: try await alone(answered)
        case 45..<70: try await batch(answered)
        case 70..<82: try await again(answered)
        case 82..<88: try await reuse(answered)
        case 88..<92: try await freeze()
        case 92..<96: try await dryRun()
        default: try await look()
        }
    }

    /// Sends a new operation, often several times at once.
    private mutating func alone(_ answered: borrowing Mutex<[Answered]>) async throws {
        let (operation, key) = (operation(), key())
        let expected = model.apply(operation)
        let path = operation.kind == "credit" ? "/v1/credits" : "/v1/debits"
        let times = random.chance(30) ? 4 : 1
        let answers = try await gateway.atOnce(times) { [gateway] _ in
            try await gateway.post(path, operation.body, key: key)
        }
        #expect(NaiveModel.Outcome(answer: answers[0].json) == expected, "\(key)")
        #expect(answers.allSatisfy { $0.body == answers[0].body })
        #expect(answers.count { !$0.isReplayed } == 1)
        answered.withLock {
            $0.append(.init(operation: operation, key: key, text: answers[0].text))
        }
    }

    /// Sends a batch of new operations, some of them twice, and some earlier ones.
    private mutating func batch(_ answered: borrowing Mutex<[Answered]>) async throws {
        var sent: [(operation: NaiveModel.Operation, key: String)] = []
        var expected: [NaiveModel.Outcome] = []
        var isNew: [Bool] = []
        let earlier = answered.withLock { $0 }
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            if random.chance(15), let place = sent.indices.randomElement(using: &random) {
                sent.append(sent[place])
                expected.append(expected[place])
                isNew.append(false)
            } else if random.chance(15), !earlier.isEmpty {
                let one = random.pick(from: earlier)
                sent.append((one.operation, one.key))
                expected.append(NaiveModel.Outcome(answer: Self.json(one.text)))
                isNew.append(false)
            } else {
                sent.append((operation(), key()))
                expected.append(model.apply(sent[sent.count - 1].operation))
                isNew.append(true)
            }
        }
        let results = try await gateway.batch(
            sent.map { $0.operation.body.keyed($0.key, $0.operation.kind) }
        ).results
        #expect(results.map(NaiveModel.Outcome.init) == expected)
        #expect(results.map { $0["replayed"] } == isNew.map { JSON.bool(!$0) })
        for (index, result) in results.enumerated() where isNew[index] {
            let alone =
                result["problem"]
                ?? result.without("key").without("status")
                .without("replayed")
            let text = String(decoding: alone.encoded, as: UTF8.self)
            answered.withLock {
                $0.append(
                    .init(operation: sent[index].operation, key: sent[index].key, text: text)
                )
            }
        }
    }

    /// Repeats an operation of anybody's.
    private mutating func again(_ answered: borrowing Mutex<[Answered]>) async throws {
        guard let one = answered.withLock({ $0.randomElement(using: &random) }) else { return }
        let answer = try await gateway.post(one.path, one.operation.body, key: one.key)
        #expect(answer.isReplayed)
        #expect(answer.text == one.text, "\(one.key)")
    }

    /// Sends another operation under a used key.
    private mutating func reuse(_ answered: borrowing Mutex<[Answered]>) async throws {
        guard let one = answered.withLock({ $0.randomElement(using: &random) }) else { return }
        let answer = try await gateway.post(
            one.path,
            one.operation.body.with("reason", "another"),
            key: one.key
        )
        #expect(answer.slug == "idempotency-key-reused")
    }

    private mutating func freeze() async throws {
        let member = random.pick(from: members)
        let action = model.toggleFreeze(of: member)
        #expect(try await gateway.change(member, action, key: key()).status == 200)
    }

    private mutating func dryRun() async throws {
        let operation = operation()
        var copy = model
        let expected = copy.apply(operation)
        let path = operation.kind == "credit" ? "/v1/credits" : "/v1/debits"
        let answer = try await gateway.post("\(path)?dryRun=true", operation.body).json
        if case .applied(let asset, let amount, let available) = expected {
            #expect(answer["asset"] == .string(asset))
            #expect(answer["amount"] == .integer(amount))
            #expect(answer["balance"]?["available"] == .integer(available))
        } else {
            #expect(NaiveModel.Outcome(answer: answer) == expected)
        }
    }

    private mutating func look() async throws {
        let member = random.pick(from: members)
        for asset in ["points", "tickets"] {
            #expect(
                try await gateway.available(member, asset) == model.available(member, asset)
            )
        }
    }

    private mutating func operation() -> NaiveModel.Operation {
        let kind = random.chance(55) ? "credit" : "debit"
        var choices = [(asset: random.pick(from: ["points", "tickets"]), amount: amount())]
        if kind == "debit", random.chance(30) {
            choices.append((choices[0].asset == "points" ? "tickets" : "points", amount()))
        }
        return .init(kind: kind, member: random.pick(from: members), choices: choices)
    }

    private mutating func amount() -> Int64 { Int64.random(in: 1...300, using: &random) }

    private mutating func key() -> String {
        keys += 1
        return "w\(number)-\(keys)"
    }

    private static func json(_ text: String) -> JSON {
        // Lost is why a text of ours is no JSON, which the comparison that follows shows.
        (try? JSONParser.parse(Array(text.utf8))) ?? .null
    }
}
