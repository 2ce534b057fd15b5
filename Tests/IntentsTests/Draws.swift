import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// A game's draws, as small as they can be: free chances first, then a ticket or 20 points; each
/// has a nonce, which a refused one keeps.
enum Draws {
    static let tables = [
        """
        CREATE TABLE chance (
            member {text} NOT NULL PRIMARY KEY,
            free {int} NOT NULL CHECK (free >= 0),
            nonce {int} NOT NULL
        ) {strict}
        """,
        """
        CREATE TABLE draw (
            member {text} NOT NULL,
            nonce {int} NOT NULL,
            intent {blob} NOT NULL,
            outcome {text} NOT NULL,
            PRIMARY KEY (member, nonce)
        ) {clustered}
        """,
        "CREATE TABLE stock (prize {text} NOT NULL PRIMARY KEY, count {int} NOT NULL) {strict}",
    ]

    static let kind = IntentKind(
        "draw",
        lookedAtUnder: "/v1/draws/",
        finish: { settlement, receipt, transaction in
            let nonce = try nonce(of: settlement.intent)
            let taken = try transaction.execute(
                "UPDATE stock SET count = count - 1 WHERE prize = 'cup' AND count > 0"
            )
            let outcome = taken == 1 && nonce % 2 == 0 ? "cup" : "nothing"
            if taken == 1, outcome == "nothing" {
                try transaction.execute(
                    "UPDATE stock SET count = count + 1 WHERE prize = 'cup'"
                )
            }
            try transaction.record(outcome, of: settlement.intent, nonce: nonce)
            let answer: JSON = [
                "id": .string(settlement.intent.id.description), "nonce": .integer(nonce),
                "outcome": .string(outcome),
                "paidWith": .string(receipt.paid?.asset.text ?? "chance"),
            ]
            return Intent.Answer(status: 201, body: JSONWriter.bytes(of: answer))
        },
        giveBack: { settlement, refusal, transaction in
            let nonce = try nonce(of: settlement.intent)
            let reason = refusal.slug ?? "unknown"
            try transaction.record("refused: \(reason)", of: settlement.intent, nonce: nonce)
        }
    )

    /// Reserves a draw: its nonce, and a free chance where there is one.
    static let reserve: Reserve = { opening, transaction in
        let member = opening.member.text
        let (free, last) =
            try transaction.reads.first(
                "SELECT free, nonce FROM chance WHERE member = ?",
                .text(member)
            ) { ($0.int(0), $0.int(1)) } ?? (1, 0)
        guard last < 5 else {
            throw Problem(.limitReached, members: [.init("limit", "drawsPerDay")])
        }
        try transaction.execute(
            """
            INSERT INTO chance (member, free, nonce) VALUES (?, ?, ?)
            ON CONFLICT (member) DO UPDATE SET free = excluded.free, nonce = excluded.nonce
            """,
            .text(member),
            .int(free > 0 ? free - 1 : 0),
            .int(last + 1)
        )
        let meaning = Array("\(last + 1)".utf8)
        if free > 0 { return .free(meaning: meaning) }
        let charge = Charge.debit(
            Price(Points(1), of: AssetID(validated: "tickets")),
            or: [Price(Points(20), of: AssetID(validated: "points"))],
            from: opening.member,
            reason: "draw",
            notAfter: opening.notAfter
        )
        return .paid(charge, meaning: meaning)
    }

    private static func nonce(of intent: Intent) throws -> Int64 {
        guard let nonce = Int64(String(decoding: intent.meaning, as: UTF8.self)) else {
            throw StorageError.fault("the meaning is not readable")
        }
        return nonce
    }
}

extension Transaction {
    fileprivate borrowing func record(_ outcome: String, of intent: Intent, nonce: Int64) throws {
        try execute(
            "INSERT INTO draw (member, nonce, intent, outcome) VALUES (?, ?, ?, ?)",
            .text(intent.member.text),
            .int(nonce),
            .blob(intent.id.bytes),
            .text(outcome)
        )
    }
}

extension Stage {
    /// Draws once.
    func draw(_ member: String, key: String) async throws -> Reply {
        let request = IntentRequest(
            member: MemberID(validated: member),
            caller: "member:\(member)",
            route: "lotteries/draws",
            key: IdempotencyKey(key),
            digest: RequestDigest(operation: "draw", path: ["wheel"], body: [:]).bytes,
            requestID: "request-\(key)"
        )
        return try await intents.serve(
            Draws.kind,
            request,
            until: .now + .seconds(120),
            reserve: Draws.reserve
        )
    }

    /// The outcomes of a member's draws, in the order of their nonces.
    func outcomes(of member: String) throws -> [String] {
        try store.read { reads in
            try reads.all(
                "SELECT outcome FROM draw WHERE member = ? ORDER BY nonce",
                .text(member)
            ) { $0.text(0) }
        }
    }
}
