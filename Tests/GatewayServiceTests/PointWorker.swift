import Primitives
import TestSupport
import Testing
import Wire

/// One of several callers at once, each alone with its own member and a model of it.
struct PointWorker: Sendable {
    /// An operation that was answered alone, and how.
    struct Answered: Sendable {
        let path: String
        let operation: PointOperation
        let answer: Answer
    }

    var model: PointModel
    var random: SeededGenerator
    /// The ids of transfers by their keys.
    var ids: [String: String] = [:]
    /// The keys of what was moved, in order.
    var keys: [String] = []
    var answered: [Answered] = []
    /// The orders that have earned something, and what of each is not refunded.
    var orders: [(key: String, left: Int)] = []
    /// How often each kind of row and each refusal was met.
    var met: [String: Int] = [:]
    let gateway: Gateway
    let member: String
    var serial = 0

    init(_ number: Int, seed: UInt64, _ terms: PointTerms, _ gateway: Gateway) {
        self.gateway = gateway
        member = "m-\(number)"
        model = PointModel(terms, now: gateway.clock.now.milliseconds)
        random = SeededGenerator(seed: seed &+ UInt64(number) &* 7919)
    }

    /// Does a few things while the clock stands, and compares after each.
    mutating func work() async throws {
        model.now = gateway.clock.now.milliseconds
        if random.chance(40) { try await readThenStore() }
        if random.chance(20) { try await undoWhatWasDue() }
        if random.chance(30) { try await dryRun() }
        try await compare()
        for _ in 0..<5 {
            try await step()
            try await compare()
        }
    }

    /// Compares all rows with the model once more, after a write has stored whatever was due.
    mutating func finish() async throws {
        model.now = gateway.clock.now.milliseconds
        try await readThenStore()
        try await compare()
        let rows = try await gateway.statement(of: member)
        try #require(rows.count == model.rows)
        for row in rows { met[row["kind"]?.text ?? "", default: 0] += 1 }
    }

    private mutating func step() async throws {
        if model.isFrozen, random.chance(40) { return try await freeze() }
        switch random.next(below: 100) {
        case 0..<50: try await alone(operation())
        case 50..<56: try await order()
        case 56..<62: try await refund()
        case 62..<80: try await batch()
        case 80..<86: try await again()
        case 86..<89: try await reuse()
        case 89..<93: try await freeze()
        default: try await dryRun()
        }
    }

    /// Sends a new operation, sometimes several times at once.
    mutating func alone(_ operation: PointOperation) async throws {
        let expected = model.apply(operation)
        let path = operation.path(ids)
        let answers = try await gateway.atOnce(random.chance(10) ? 3 : 1) { [gateway] _ in
            try await gateway.post(path, operation.body, key: operation.key)
        }
        try #require(
            PointModel.Outcome(answers[0].json) == expected,
            "\(operation): \(answers[0].text)"
        )
        try #require(answers.allSatisfy { $0.body == answers[0].body })
        try #require(answers.count { !$0.isReplayed } == 1)
        note(operation, answers[0].json)
        answered.append(Answered(path: path, operation: operation, answer: answers[0]))
    }

    /// Sends several operations as one batch, sometimes twice.
    private mutating func batch() async throws {
        var elements: [JSON] = []
        var operations: [PointOperation] = []
        var expected: [PointModel.Outcome] = []
        for _ in 0..<(2 + random.next(below: 5)) {
            let operation = operation(inBatch: true)
            elements.append(operation.element(ids))
            operations.append(operation)
            expected.append(model.apply(operation))
            keys.append(operation.key)
        }
        let results = try await gateway.batch(elements).results
        try #require(results.map(PointModel.Outcome.init) == expected, "\(elements): \(results)")
        keys.removeLast(operations.count)
        for (operation, result) in zip(operations, results) { note(operation, result) }
        if random.chance(30) {
            let again = try await gateway.batch(elements).results
            try #require(again.allSatisfy { $0["replayed"] == true })
            try #require(
                again.map { $0.without("replayed") } == results.map { $0.without("replayed") }
            )
        }
    }

    /// Repeats an operation, which answers as it did.
    private mutating func again() async throws {
        guard let one = answered.randomElement(using: &random) else { return }
        let answer = try await gateway.post(one.path, one.operation.body, key: one.operation.key)
        try #require(answer.isReplayed && answer.body == one.answer.body, "\(one)")
    }

    /// Sends another request under a used key.
    private mutating func reuse() async throws {
        guard let one = answered.randomElement(using: &random) else { return }
        let answer = try await gateway.post(
            one.path,
            one.operation.body.with("reason", "another"),
            key: one.operation.key
        )
        try #require(answer.slug == "idempotency-key-reused")
    }

    private mutating func freeze() async throws {
        model.isFrozen.toggle()
        let action = model.isFrozen ? "freeze" : "unfreeze"
        try #require(try await gateway.change(member, action, key: key()).status == 200)
    }

    private mutating func dryRun() async throws {
        let operation = operation()
        var copy = model
        let expected = copy.apply(operation)
        let answer = try await gateway.post(
            "\(operation.path(ids))?dryRun=true",
            operation.body,
            key: operation.key
        ).json
        try #require(answer["transfer"] == nil)
        try #require(PointModel.Outcome(answer) == expected, "\(operation): \(answer)")
    }

    private mutating func note(_ operation: PointOperation, _ answer: JSON) {
        if case .refused(let slug) = PointModel.Outcome(answer) { met[slug, default: 0] += 1 }
        guard let id = answer["transfer"]?["id"]?.text else { return }
        ids[operation.key] = id
        keys.append(operation.key)
    }

    mutating func key() -> String {
        serial += 1
        return "\(member).\(serial)"
    }
}

extension PointModel.Outcome {
    /// What an answer says, alone, as an element of a batch, or of a dry run.
    init(_ answer: JSON) {
        guard let balance = answer["balance"] else {
            let type = (answer["problem"] ?? answer)["type"]?.text ?? ""
            self = .refused(String(type.dropFirst("/problems/".count)))
            return
        }
        let transfer = answer["transfer"] ?? answer
        self = .applied(
            kind: transfer["kind"]?.text ?? "",
            asset: transfer["asset"]?.text ?? "",
            amount: Int(transfer["amount"]?.integer ?? -1),
            balance: ["available", "pending", "held"].map { Int(balance[$0]?.integer ?? -1) }
        )
    }
}
