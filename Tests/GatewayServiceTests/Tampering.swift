import Storage
import Testing

/// A change of the store behind the service's back.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The first row at which the change shows.
    let number: Int64
    let change: @Sendable (borrowing Transaction) throws -> Void

    init(
        _ description: String,
        showsAt number: Int64 = 3,
        change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) {
        testDescription = description
        self.number = number
        self.change = change
    }

    static let all = columns + rows

    private static let columns = [
        Tampering("an amount") {
            try $0.execute("UPDATE transfer SET amount = amount + 1 WHERE number = 3")
        },
        Tampering("an instant") {
            try $0.execute("UPDATE transfer SET at = at - 1 WHERE number = 3")
        },
        Tampering("a kind") { try $0.execute("UPDATE transfer SET kind = 2 WHERE number = 3") },
        Tampering("a counterparty") {
            try $0.execute("UPDATE transfer SET counterparty = 2 WHERE number = 3")
        },
        Tampering("an asset") {
            try $0.execute("UPDATE transfer SET asset = 'tickets' WHERE number = 3")
        },
        Tampering("an account") {
            try $0.execute("UPDATE transfer SET account = 2, entry = 99 WHERE number = 3")
        },
        Tampering("a key") { try $0.execute("UPDATE transfer SET key = 'x' WHERE number = 3") },
        Tampering("a reason") {
            try $0.execute("UPDATE transfer SET reason = 'x' WHERE number = 3")
        },
        Tampering("a reference") {
            try $0.execute("UPDATE transfer SET reference = 'x' WHERE number = 3")
        },
        Tampering("a digest of texts that are gone") {
            try $0.execute(
                "UPDATE transfer SET reason = NULL, digest = request WHERE number = 3"
            )
        },
        Tampering("a salt", showsAt: 1) {
            try $0.execute(
                "UPDATE account SET salt = digest FROM transfer WHERE account.number = 1"
            )
        },
        Tampering("the hash of a commit") {
            try $0.execute("UPDATE seal SET hash = digest FROM transfer WHERE seal.number = 3")
        },
    ]

    private static let rows = [
        Tampering("a row is removed", showsAt: 4) {
            try $0.execute("DELETE FROM transfer WHERE number = 3")
        },
        Tampering("the first row is removed", showsAt: 2) {
            try $0.execute("DELETE FROM transfer WHERE number = 1")
        },
        Tampering("the last row is removed", showsAt: 6) {
            try $0.execute("DELETE FROM transfer WHERE number = 6")
        },
        Tampering("all rows are removed", showsAt: 1) { try $0.execute("DELETE FROM transfer") },
        Tampering("a row is added", showsAt: 7) {
            try $0.execute(
                """
                INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at,
                    caller, key, request, reason, is_reward, programme, available, pending, held,
                    digest, format)
                SELECT digest, account, 99, kind, counterparty, asset, amount, at, caller, 'new',
                    request, NULL, 0, 1, 0, 0, 0, digest, 1
                FROM transfer WHERE number = 3
                """
            )
        },
        Tampering("two rows are exchanged") {
            try $0.execute("UPDATE transfer SET number = 99 WHERE number = 3")
            try $0.execute("UPDATE transfer SET number = 3 WHERE number = 4")
            try $0.execute("UPDATE transfer SET number = 4 WHERE number = 99")
        },
        Tampering("an account is removed", showsAt: 2) {
            try $0.execute("DELETE FROM account WHERE number = 2")
        },
    ]
}
