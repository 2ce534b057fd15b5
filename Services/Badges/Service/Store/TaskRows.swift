import BadgesDomain
import Primitives
import Storage

extension Migration {
    /// The tasks that members have taken up; which were rewarded stands in `reward`.
    static let taskTable = """
        CREATE TABLE task (
            member {text} NOT NULL,
            task {text} NOT NULL,
            period {int} NOT NULL,
            taken_at {int} NOT NULL,
            PRIMARY KEY (member, task, period)
        ) {clustered}
        """
}

extension Snapshot {
    /// Whether a member has taken up a task in a period.
    borrowing func hasTakenUp(
        _ task: TaskID,
        _ period: Int64,
        _ member: MemberID
    ) throws -> Bool {
        try first(
            "SELECT 1 FROM task WHERE member = ? AND task = ? AND period = ?",
            .text(member.text),
            .text(task.text),
            .int(period)
        ) { _ in true } ?? false
    }

    /// When a member was rewarded for each of some things, as far as it was.
    borrowing func rewarded(
        for causes: [String],
        _ member: MemberID
    ) throws -> [String: Instant] {
        var rewarded: [String: Instant] = [:]
        for start in stride(from: 0, to: causes.count, by: 8) {
            // As many as the statement asks for; there is no cause without a name.
            let few = causes[start..<min(start + 8, causes.count)]
            let asked = (few + Array(repeating: "", count: 8 - few.count)).map(SQLValue.text)
            try each(
                """
                SELECT cause, at FROM reward
                WHERE member = ? AND cause IN (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .text(member.text),
                asked[0],
                asked[1],
                asked[2],
                asked[3],
                asked[4],
                asked[5],
                asked[6],
                asked[7]
            ) { rewarded[$0.text(0)] = Instant(milliseconds: $0.int(1)) }
        }
        return rewarded
    }

    /// Whether a member was rewarded for a task in any period.
    borrowing func wasEverRewarded(for task: TaskID, _ member: MemberID) throws -> Bool {
        // The characters of an id come before `{`, and `:` is one of them; a period has none.
        try first(
            """
            SELECT 1 FROM reward
            WHERE member = ? AND cause >= ? AND cause < ? AND cause NOT LIKE ? LIMIT 1
            """,
            .text(member.text),
            .text("task:\(task):"),
            .text("task:\(task):{"),
            .text("task:\(task):%:%")
        ) { _ in true } ?? false
    }
}

extension Transaction {
    /// Takes up a task for a member; once more changes nothing.
    ///
    /// - Returns: Whether it was not taken up before.
    borrowing func takeUp(
        _ task: TaskID,
        _ period: Int64,
        for member: MemberID,
        at now: Instant
    ) throws -> Bool {
        try execute(
            """
            INSERT INTO task (member, task, period, taken_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (member, task, period) DO NOTHING
            """,
            .text(member.text),
            .text(task.text),
            .int(period),
            .int(now.milliseconds)
        ) == 1
    }
}
