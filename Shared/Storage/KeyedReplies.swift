import Primitives

/// The answer to a write, stored in the transaction that did the work.
package struct KeyedReply: Sendable, Equatable {
    /// The status of HTTP.
    package let status: Int
    /// The body's bytes.
    package let body: [UInt8]
    /// Whether an earlier request with the key was answered so.
    package let isReplayed: Bool

    /// An answer that is given for the first time.
    package init(status: Int, body: [UInt8]) {
        self.init(status: status, body: body, isReplayed: false)
    }

    init(status: Int, body: [UInt8], isReplayed: Bool) {
        self.status = status
        self.body = body
        self.isReplayed = isReplayed
    }
}

/// Whose key it is, for what, and what was asked under it.
package struct ReplyKey: Sendable {
    let caller: String
    let route: String
    let key: IdempotencyKey
    let digest: [UInt8]
    /// When it is decided.
    package let now: Instant

    /// Names a keyed write.
    ///
    /// - Parameters:
    ///   - caller: Who asks; keys of different callers are different keys.
    ///   - route: What is asked for; keys of different routes are different keys.
    ///   - key: The caller's key.
    ///   - digest: SHA-256 of the request as it was sent.
    ///   - now: When it is decided.
    package init(
        caller: String,
        route: String,
        key: IdempotencyKey,
        digest: [UInt8],
        now: Instant
    ) {
        self.caller = caller
        self.route = route
        self.key = key
        self.digest = digest
        self.now = now
    }
}

/// A key was used for another request.
package struct KeyReused: Error, Sendable, Equatable {
    /// Says so.
    package init() {}
}

extension Transaction {
    /// Does a keyed write once: a repeat gets the stored answer, byte for byte.
    ///
    /// - Parameters:
    ///   - key: What names the write.
    ///   - work: Does it and makes the answer; what it throws is not stored.
    /// - Returns: The answer, fresh or stored.
    /// - Throws: `KeyReused`, `StorageError`, or what the work throws; nothing was done then.
    package borrowing func once(
        _ key: ReplyKey,
        _ work: (borrowing Transaction) throws -> KeyedReply
    ) throws -> KeyedReply {
        if let stored = try reads.reply(to: key) { return stored }
        let reply = try work(self)
        try keep(reply, under: key)
        return reply
    }

    /// Stores the answer to a write under a key of which the rows that the write was judged by say
    /// that it has none yet; so it is not looked for.
    ///
    /// - Throws: `StorageError`, `.fault` where it has one after all.
    package borrowing func keep(_ reply: KeyedReply, under key: ReplyKey) throws {
        try execute(
            """
            INSERT INTO keyed_reply (caller, route, key, digest, status, body, decided_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(key.caller),
            .text(key.route),
            .text(key.key.text),
            .blob(key.digest),
            .int(Int64(reply.status)),
            .blob(reply.body),
            .int(key.now.milliseconds)
        )
    }
}

extension Snapshot {
    /// What is stored under a key, or nil where nothing is.
    ///
    /// - Throws: `KeyReused` where it was used for another request, or `StorageError`.
    package borrowing func reply(to key: ReplyKey) throws -> KeyedReply? {
        try first(
            """
            SELECT digest, status, body FROM keyed_reply
            WHERE caller = ? AND route = ? AND key = ?
            """,
            .text(key.caller),
            .text(key.route),
            .text(key.key.text)
        ) { row in
            guard row.blob(0) == key.digest else { throw KeyReused() }
            return KeyedReply(
                status: Int(row.int(1)),
                body: row.blob(2),
                isReplayed: true
            )
        }
    }
}
