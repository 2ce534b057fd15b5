import Access
import Primitives
import Storage
import Wire

/// Something that an operator does, as it is recorded in the commit that does it.
package struct OperatorAction: Sendable {
    private let name: String
    private let subject: String
    private let reason: String?
    private let caller: Caller
    private let now: Instant
    private let requestID: String

    /// Describes an action.
    ///
    /// - Parameters:
    ///   - name: What is done, such as `makeup.reversal`.
    ///   - subject: What it is done to, such as `member:m-1`.
    ///   - reason: Why, where the operator says so.
    ///   - caller: Who does it; only an operator's action is recorded.
    ///   - now: When, by the clock of the business.
    ///   - id: The request's id.
    package init(
        _ name: String,
        on subject: String,
        because reason: String? = nil,
        by caller: Caller,
        at now: Instant,
        request id: String
    ) {
        self.name = name
        self.subject = subject
        self.reason = reason
        self.caller = caller
        self.now = now
        requestID = id
    }

    /// Describes an action of a command's caller.
    package init(
        _ name: String,
        on subject: String,
        because reason: String? = nil,
        _ stamp: Stamp
    ) {
        self.init(
            name,
            on: subject,
            because: reason,
            by: stamp.caller,
            at: stamp.now,
            request: stamp.requestID
        )
    }

    fileprivate var isOperators: Bool { caller.role == .operator }

    fileprivate func store(_ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO operator_action (at, caller, action, subject, reason, request_id)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .int(now.milliseconds),
            .text(caller.name),
            .text(name),
            .text(subject),
            .optional(reason),
            .text(requestID)
        )
    }
}

extension Transaction {
    /// Records what an operator does, in the commit that does it; what others do is not.
    ///
    /// - Throws: `StorageError`.
    package borrowing func record(_ action: OperatorAction) throws {
        guard action.isOperators else { return }
        try action.store(self)
    }
}

/// An operator's action as it is listed.
struct RecordedAction: Sendable {
    let number: Int64
    private let at: Instant
    private let caller: String
    private let action: String
    private let subject: String
    private let reason: String?
    private let requestID: String

    /// The newest actions before a number, newest first.
    static func all(
        before number: Int64,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> [RecordedAction] {
        try reads.all(
            """
            SELECT number, at, caller, action, subject, reason, request_id FROM operator_action
            WHERE number < ? ORDER BY number DESC LIMIT ?
            """,
            .int(number),
            .int(Int64(limit)),
            as: RecordedAction.init
        )
    }

    private init(_ row: borrowing Row) {
        number = row.int(0)
        at = Instant(milliseconds: row.int(1))
        caller = row.text(2)
        action = row.text(3)
        subject = row.text(4)
        reason = row.optionalText(5)
        requestID = row.text(6)
    }

    func write(to writer: inout JSONWriter) {
        writer.member("number", number)
        writer.member("at", at.description)
        writer.member("caller", caller)
        writer.member("action", action)
        writer.member("subject", subject)
        writer.member("reason", ifPresent: reason)
        writer.member("requestId", requestID)
    }
}
