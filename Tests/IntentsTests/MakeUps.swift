import Intents
import Primitives
import Problems
import Storage
import Wire

/// A check-in's make-up days, as small as they can be: one day once, three at 10, 20 and 40.
enum MakeUps {
    static let tables = [
        """
        CREATE TABLE repair (
            member {text} NOT NULL,
            day {int} NOT NULL,
            is_made {int} NOT NULL,
            PRIMARY KEY (member, day)
        ) {clustered}
        """,
        """
        CREATE TABLE allowance (
            member {text} NOT NULL PRIMARY KEY,
            used {int} NOT NULL CHECK (used BETWEEN 0 AND 3)
        ) {strict}
        """,
        """
        CREATE TABLE award (
            number {rownumber},
            intent {blob} NOT NULL,
            member {text} NOT NULL,
            day {int} NOT NULL
        ) {strict}
        """,
    ]

    private static let prices: [Int64] = [10, 20, 40]

    static let kind = IntentKind(
        "makeup",
        lookedAtUnder: "/v1/makeups/",
        finish: { settlement, receipt, transaction in
            let day = try day(of: settlement.intent)
            try transaction.execute(
                "UPDATE repair SET is_made = 1 WHERE member = ? AND day = ? AND is_made = 0",
                .text(settlement.intent.member.text),
                .int(day)
            )
            // No key keeps a second one out, so that the tests see one that ought not to be.
            try transaction.execute(
                "INSERT INTO award (intent, member, day) VALUES (?, ?, ?)",
                .blob(settlement.intent.id.bytes),
                .text(settlement.intent.member.text),
                .int(day)
            )
            let answer: JSON = [
                "id": .string(settlement.intent.id.description), "state": "done",
                "day": .integer(day),
                "price": .integer(receipt.paid?.amount.value ?? 0),
                "award": .string(settlement.id(0).description),
            ]
            return Intent.Answer(status: 201, body: JSONWriter.bytes(of: answer))
        },
        giveBack: { settlement, _, transaction in
            let member = settlement.intent.member.text
            let gone = try transaction.execute(
                "DELETE FROM repair WHERE member = ? AND day = ? AND is_made = 0",
                .text(member),
                .int(try day(of: settlement.intent))
            )
            guard gone == 1 else { throw StorageError.fault("nothing to give back") }
            try transaction.execute(
                "UPDATE allowance SET used = used - 1 WHERE member = ?",
                .text(member)
            )
        }
    )

    /// Judges the repair of a day and reserves it; day 0 is free.
    static func reserve(day: Int64) -> Reserve {
        { opening, transaction in
            let member = opening.member.text
            let used =
                try transaction.reads.first(
                    "SELECT used FROM allowance WHERE member = ?",
                    .text(member)
                ) { $0.int(0) } ?? 0
            guard day >= 0 else { throw Problem(.notFound, "there is no such day") }
            let isTaken = try transaction.reads.first(
                "SELECT 1 FROM repair WHERE member = ? AND day = ?",
                .text(member),
                .int(day)
            ) { _ in true }
            // Written before it refuses, so that the tests see it undone.
            try transaction.execute(
                """
                INSERT INTO allowance (member, used) VALUES (?, 1)
                ON CONFLICT (member) DO UPDATE SET used =
                    CASE WHEN allowance.used < 3 THEN allowance.used + 1 ELSE 3 END
                """,
                .text(member)
            )
            guard isTaken == nil, used < 3 else {
                let limit = isTaken == nil ? "makeUps" : "day"
                throw Problem(.limitReached, members: [.init("limit", .string(limit))])
            }
            try transaction.execute(
                "INSERT INTO repair (member, day, is_made) VALUES (?, ?, 0)",
                .text(member),
                .int(day)
            )
            let meaning = Array("\(day)".utf8)
            if day == 0 { return .free(meaning: meaning) }
            let price = Price(Points(prices[Int(used)]), of: AssetID(validated: "points"))
            let charge = Charge.debit(
                price,
                from: opening.member,
                reason: "make-up",
                notAfter: opening.notAfter
            )
            return .paid(charge, meaning: meaning)
        }
    }

    private static func day(of intent: Intent) throws -> Int64 {
        guard let day = Int64(String(decoding: intent.meaning, as: UTF8.self)) else {
            throw StorageError.fault("the meaning is not readable")
        }
        return day
    }
}

/// What the calendar of a member holds.
struct Calendar: Equatable {
    var made: [Int64] = []
    var reserved: [Int64] = []
    var used: Int64 = 0
    var awards: Int64 = 0
}

extension Store {
    /// The calendar of a member as it is stored.
    func calendar(of member: String) throws -> Calendar {
        try read { reads in
            var calendar = Calendar()
            try reads.each(
                "SELECT day, is_made FROM repair WHERE member = ? ORDER BY day",
                .text(member)
            ) { row in
                if row.int(1) == 1 {
                    calendar.made.append(row.int(0))
                } else {
                    calendar.reserved.append(row.int(0))
                }
            }
            calendar.used =
                try reads.first("SELECT used FROM allowance WHERE member = ?", .text(member)) {
                    $0.int(0)
                } ?? 0
            calendar.awards =
                try reads.first("SELECT COUNT(*) FROM award WHERE member = ?", .text(member)) {
                    $0.int(0)
                } ?? 0
            return calendar
        }
    }
}
