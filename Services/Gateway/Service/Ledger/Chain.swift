import Crypto
import Primitives
import Storage

/// The hash chain over all transfers, so that no past row can be changed unseen.
///
/// The hash of a row is SHA-256 over the hash before it, the row's numbers and the salted digest
/// of its texts; the hash before the first is 32 zeros. Each commit stores the hash after its
/// last row. Erasing a member's texts and salt leaves the chain whole.
enum Chain {
    /// The end of the chain.
    struct Head: Hashable, Sendable {
        let number: Int64
        let hash: [UInt8]
        let at: Instant
    }

    static let genesis = [UInt8](repeating: 0, count: 32)

    /// Chains the rows that a group of commands has added, just before it is committed.
    static func seal(_ transaction: borrowing Transaction) throws {
        let before = try head(transaction.reads)
        var after = before
        try transaction.reads.each(
            """
            SELECT number, account, kind, counterparty, amount, at, asset, digest FROM transfer
            WHERE number > ? ORDER BY number
            """,
            .int(before?.number ?? 0)
        ) { row in
            after = Head(
                number: row.int(0),
                hash: hash(after: after?.hash ?? genesis, row),
                at: Instant(milliseconds: row.int(5))
            )
        }
        guard let after, after != before else { return }
        try transaction.execute(
            "INSERT INTO seal (number, hash, at) VALUES (?, ?, ?)",
            .int(after.number),
            .blob(after.hash),
            .int(after.at.milliseconds)
        )
    }

    /// The end of the chain, or nil while there is no transfer.
    static func head(_ reads: borrowing Snapshot) throws -> Head? {
        try reads.first("SELECT number, hash, at FROM seal ORDER BY number DESC LIMIT 1") { row in
            Head(
                number: row.int(0),
                hash: row.blob(1),
                at: Instant(milliseconds: row.int(2))
            )
        }
    }

    static func hash(after previous: [UInt8], _ row: borrowing Row) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        for column in Int32(0)..<6 { hash.update(row.int(column)) }
        hash.update(text: row.text(6))
        hash.update(data: row.blob(7))
        return Array(hash.finalize())
    }

    /// The digest of what else a row says, salted with the account's secret bytes.
    ///
    /// Rows of format 1 have only their key, reason and reference in it.
    static func digest(of record: TransferRecord, caller: Int64, salt: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: salt)
        hash.update(text: record.key)
        hash.update(text: record.reason)
        hash.update(text: record.reference ?? "")
        if record.format > 1 {
            hash.update(text: record.postings ?? "")
            hash.update(text: record.refusal ?? "")
            hash.update(data: record.id.bytes)
            hash.update(caller)
            hash.update(Int64(record.request.count))
            hash.update(data: record.request)
            hash.update(record.isReward ? 1 : 0)
            hash.update(record.programme)
            hash.update(text: record.parent?.description ?? "")
            hash.update(text: record.origin?.description ?? "")
            hash.update(record.until?.milliseconds ?? 0)
            hash.update(record.event ?? 0)
        }
        return Array(hash.finalize())
    }
}

extension SHA256 {
    fileprivate mutating func update(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { update(bufferPointer: $0) }
    }

    /// The text with its length before it, so that no two lists of texts look alike.
    fileprivate mutating func update(text: String) {
        var text = text
        update(Int64(text.utf8.count))
        text.withUTF8 { update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
}
