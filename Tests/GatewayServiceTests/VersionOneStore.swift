import Crypto
import GatewayService
import Primitives
import Storage
import Wire

/// A store as the first version of the ledger's tables left it, with rows of format 1.
///
/// Its digests and hashes are computed here, apart from the service, as that version did.
struct VersionOneStore {
    /// One row, and the request whose answer it is.
    struct Entry: Sendable {
        let account: Int64
        /// Its line in the statement, or nil for a refusal.
        let entry: Int64?
        let kind: Int64
        let asset: String
        let amount: Int64
        let available: Int64
        let type: String
        let request: JSON
        var refusal: String?
    }

    /// The secret bytes of the two accounts.
    static let salts = [[UInt8](repeating: 7, count: 16), [UInt8](repeating: 9, count: 16)]

    /// The hash after its last row.
    static var lastHash: [UInt8] { hashes.last ?? [] }

    /// The hash after each row.
    private static let hashes: [[UInt8]] = {
        var hashes: [[UInt8]] = []
        for (index, entry) in entries.enumerated() {
            var hash = SHA256()
            hash.update(data: hashes.last ?? [UInt8](repeating: 0, count: 32))
            for number in [
                Int64(index + 1), entry.account, entry.kind, entry.kind, entry.amount,
                instant(index),
            ] {
                hash.update(number)
            }
            hash.update(text: entry.asset)
            hash.update(data: entry.digest(at: index))
            hashes.append(Array(hash.finalize()))
        }
        return hashes
    }()

    /// The key of a row's request.
    static func key(_ index: Int) -> String { "old-\(index + 1)" }

    /// When a row was written: the first an hour before the start, the others a second apart.
    static func instant(_ index: Int) -> Int64 {
        Gateway.start.milliseconds - 3_600_000 + Int64(index) * 1000
    }

    /// The id of a row.
    static func id(_ index: Int) -> TimeOrderedID {
        TimeOrderedID(at: Instant(milliseconds: instant(index)), random: (1, UInt64(index)))
    }

    /// Makes the store.
    ///
    /// - Throws: `StorageError`.
    static func write(to path: String) async throws {
        let store = try Store.open(
            "sqlite:\(path)",
            migrations: Array(Migration.gateway.prefix(1)),
            logger: .silent
        )
        try await store.write { transaction in
            try transaction.execute(
                "INSERT INTO caller (number, name) VALUES (1, 'service:host')"
            )
            for (account, member) in [(1, "m-1"), (2, "m-2")] as [(Int, String)] {
                try transaction.execute(
                    "INSERT INTO account (number, member, state, salt) VALUES (?, ?, 0, ?)",
                    .int(Int64(account)),
                    .text(member),
                    .blob(salts[account - 1])
                )
            }
            try transaction.execute(
                """
                INSERT INTO balance (account, asset, available, pending, held, earned, spent)
                VALUES (1, 'points', 70, 0, 0, 120, 50), (2, 'tickets', 0, 0, 0, 3, 3)
                """
            )
            for index in entries.indices { try transaction.write(entries[index], at: index) }
            // One commit sealed two rows, the next one the others.
            for index in [1, entries.count - 1] {
                try transaction.execute(
                    "INSERT INTO seal (number, hash, at) VALUES (?, ?, ?)",
                    .int(Int64(index + 1)),
                    .blob(hashes[index]),
                    .int(instant(index))
                )
            }
        }
        await store.close()
    }
}

extension VersionOneStore.Entry {
    /// The digest of the row's texts, salted.
    fileprivate func digest(at index: Int) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: VersionOneStore.salts[Int(account) - 1])
        hash.update(text: VersionOneStore.key(index))
        hash.update(text: request["reason"]?.text ?? "")
        hash.update(text: request["reference"]?.text ?? "")
        return Array(hash.finalize())
    }
}

extension Transaction {
    fileprivate borrowing func write(_ entry: VersionOneStore.Entry, at index: Int) throws {
        try execute(
            """
            INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at,
                caller, key, request, reason, reference, is_reward, programme,
                available, pending, held, digest, format, refusal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 0, 1, ?, 0, 0, ?, 1, ?)
            """,
            .blob(VersionOneStore.id(index).bytes),
            .int(entry.account),
            .optional(entry.entry),
            .int(entry.kind),
            .int(entry.kind),
            .text(entry.asset),
            .int(entry.amount),
            .int(VersionOneStore.instant(index)),
            .text(VersionOneStore.key(index)),
            .blob(RequestDigest(operation: entry.type, body: entry.request).bytes),
            .text(entry.request["reason"]?.text ?? ""),
            .optional(entry.request["reference"]?.text),
            .int(entry.available),
            .blob(entry.digest(at: index)),
            .optional(entry.refusal)
        )
    }
}

extension SHA256 {
    fileprivate mutating func update(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { update(bufferPointer: $0) }
    }

    fileprivate mutating func update(text: String) {
        update(Int64(text.utf8.count))
        update(data: Array(text.utf8))
    }
}
