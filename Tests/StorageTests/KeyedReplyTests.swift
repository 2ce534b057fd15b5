import Primitives
import Storage
import Testing

@Suite("A keyed write", .timeLimit(.minutes(1)))
struct KeyedReplyTests {
    private let now = Instant(milliseconds: 1_772_352_000_000)

    @Test("is done once; a repeat gets the stored bytes, also after the store was opened again")
    func replay() async throws {
        try await withStore { store, path in
            let work = Counter()
            let body: [UInt8] = Array("{\"a\":\u{0}\"积\"}".utf8) + [0xFF]
            let key = try key("k1")
            let first = try await store.once(key, counting: work) {
                KeyedReply(status: 201, body: body)
            }
            #expect(first == KeyedReply(status: 201, body: body))
            #expect(!first.isReplayed)
            let second = try await store.once(key, counting: work) {
                KeyedReply(status: 500, body: [])
            }
            #expect(second.status == 201 && second.body == body && second.isReplayed)
            await store.close()
            let again = try Store.opened(path)
            let third = try await again.once(key, counting: work) {
                KeyedReply(status: 500, body: [])
            }
            await again.close()
            #expect(third == second)
            #expect(work.value == 1)
        }
    }

    @Test("with an empty body and any status is stored as well", arguments: [200, 204, 409])
    func emptyBody(status: Int) async throws {
        try await withStore { store, _ in
            let work = Counter()
            let key = try key("k")
            for isRepeat in [false, true] {
                let reply = try await store.once(key, counting: work) {
                    KeyedReply(status: status, body: [])
                }
                #expect(reply.status == status && reply.body.isEmpty)
                #expect(reply.isReplayed == isRepeat)
            }
        }
    }

    @Test("is refused where the key was used for another request, and nothing is done")
    func reused() async throws {
        try await withStore { store, _ in
            let work = Counter()
            _ = try await store.once(try key("k1"), counting: work) { .done }
            let other = try key("k1", digest: [9])
            await #expect(throws: KeyReused()) {
                try await store.once(other, counting: work) { .done }
            }
            #expect(work.value == 1)
        }
    }

    @Test("belongs to its caller and its route")
    func scopes() async throws {
        try await withStore { store, _ in
            let work = Counter()
            let keys = [
                try key("k"), try key("k", caller: "service:b"), try key("k", route: "other"),
                try key("K"), try key("k "),
            ]
            for key in keys {
                #expect(try await !store.once(key, counting: work) { .done }.isReplayed)
            }
            for key in keys {
                #expect(try await store.once(key, counting: work) { .done }.isReplayed)
            }
            #expect(work.value == keys.count)
        }
    }

    @Test("that is sent many times at once does its work once, and all get the same bytes")
    func atOnce() async throws {
        try await withStore { store, _ in
            let held = await HeldWriter(of: store)
            let key = try key("k")
            let repeats = (0..<100).map { index in
                store.enqueue { transaction in
                    try transaction.once(key) { transaction in
                        try transaction.add(Int64(index))
                        return KeyedReply(status: 201, body: Array("\(index)".utf8))
                    }
                }
            }
            try await held.release()
            var replies: [KeyedReply] = []
            for command in repeats { replies.append(try await command.value) }
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(replies.filter { !$0.isReplayed }.count == 1)
            #expect(try store.ids().count == 1)
        }
    }

    @Test("that throws stores no reply, so that the same key can do it later")
    func notStored() async throws {
        try await withStore { store, _ in
            let key = try key("k")
            let refusal = await outcome {
                try await store.write { transaction in
                    try transaction.once(key) { transaction in
                        try transaction.add(1)
                        throw Refused(reason: "not now")
                    }
                }
            }
            #expect(throws: Refused(reason: "not now")) { try refusal.get() }
            #expect(try store.ids() == [])
            let work = Counter()
            #expect(try await !store.once(key, counting: work) { .done }.isReplayed)
            #expect(work.value == 1)
        }
    }

    @Test("that is kept without a look is found by a repeat; a second one is a fault, and undone")
    func kept() async throws {
        try await withStore { store, _ in
            let key = try key("k")
            try await store.write { try $0.keep(.done, under: key) }
            let second = await outcome {
                try await store.write { transaction in
                    try transaction.add(1)
                    try transaction.keep(.done, under: key)
                }
            }
            #expect(second.isFault)
            #expect(try store.ids() == [])
            let work = Counter()
            let found = try await store.once(key, counting: work) { .done }
            #expect(found.isReplayed && found.body == KeyedReply.done.body && work.value == 0)
        }
    }

    @Test("gets the stored bytes also in a store whose replies lie in the order of their keys")
    func oldTable() async throws {
        let old = Migration(
            2,
            [
                "DROP TABLE keyed_reply",
                """
                CREATE TABLE keyed_reply (
                    caller {text} NOT NULL, route {text} NOT NULL, key {text} NOT NULL,
                    digest {blob} NOT NULL, status {int} NOT NULL, body {blob} NOT NULL,
                    decided_at {int} NOT NULL, PRIMARY KEY (caller, route, key)) {clustered}
                """,
            ]
        )
        try await withStore(migrations: [.notes, old]) { store, _ in
            let work = Counter()
            let key = try key("k")
            for isRepeat in [false, true] {
                let reply = try await store.once(key, counting: work) { .done }
                #expect(reply.isReplayed == isRepeat && reply.body == KeyedReply.done.body)
            }
            #expect(work.value == 1)
        }
    }

    private func key(
        _ text: String,
        caller: String = "service:a",
        route: String = "credits",
        digest: [UInt8] = [1, 2, 3]
    ) throws -> ReplyKey {
        ReplyKey(
            caller: caller,
            route: route,
            key: try #require(IdempotencyKey(text)),
            digest: digest,
            now: now
        )
    }
}

extension KeyedReply {
    /// An answer that says little.
    fileprivate static let done = KeyedReply(status: 200, body: [0x7B, 0x7D])
}

extension Store {
    /// Does a keyed write that leaves a note, counting how often its work was done.
    fileprivate func once(
        _ key: ReplyKey,
        counting work: Counter,
        _ reply: @escaping @Sendable () -> KeyedReply
    ) async throws -> KeyedReply {
        try await write { transaction in
            try transaction.once(key) { transaction in
                work.increment()
                try transaction.add(Int64(work.value))
                return reply()
            }
        }
    }
}
