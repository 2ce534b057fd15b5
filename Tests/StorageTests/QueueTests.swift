import Storage
import Synchronization
import Testing

@Suite("Commands that wait for the writer", .timeLimit(.minutes(1)))
struct QueueTests {
    @Test("are gathered: 500 at once take far fewer commits, and each is answered")
    func grouping() async throws {
        let listener = Listener()
        try await withStore {
            $0.observer = listener.observer
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let commands = (1...500).map { id in store.enqueue { try $0.add(Int64(id)) } }
            try await held.release()
            for command in commands { try await command.value }
            #expect(try store.ids() == Array(1...500))
            #expect(listener.groups.reduce(0, +) == 501)
            #expect(listener.groups.count <= 100)
        }
    }

    @Test("are split so that no group has more than 512 operations, but for one large command")
    func weights() async throws {
        let group = Counter()
        let members = Mutex<[Int: [Int]]>([:])
        try await withStore {
            $0.beforeCommit = { _ in group.increment() }
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let weights = [300, 212, 1, 1000, 1, 511, 1, 1, 512, 512]
            let commands = weights.indices.map { index in
                store.enqueue(weight: weights[index]) { transaction in
                    try transaction.add(Int64(index))
                    return group.value
                }
            }
            try await held.release()
            for (weight, command) in zip(weights, commands) {
                let number = try await command.value
                members.withLock { $0[number, default: []].append(weight) }
            }
            let groups = members.withLock { $0 }
            #expect(groups.values.allSatisfy { $0.count == 1 || $0.reduce(0, +) <= 512 })
            #expect(groups.values.contains([1000]))
            #expect(groups.values.reduce(0) { $0 + $1.count } == weights.count)
        }
    }

    @Test("are split when a group has worked for 10 ms, so that none waits long for its answer")
    func longWork() async throws {
        let listener = Listener()
        try await withStore {
            $0.observer = listener.observer
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let commands = (1...40).map { id in
                store.enqueue { transaction in
                    let end = ContinuousClock.now + .milliseconds(3)
                    while ContinuousClock.now < end {}
                    try transaction.add(Int64(id))
                }
            }
            try await held.release()
            for command in commands { try await command.value }
            #expect(listener.groups.reduce(0, +) == 41)
            #expect(listener.groups.allSatisfy { $0 <= 5 })
            #expect(try store.ids() == Array(1...40))
        }
    }

    @Test("are refused as overloaded when the queue is full, and nothing is done")
    func overloaded() async throws {
        try await withStore {
            $0.largestQueue = 3
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let waiting = (1...3).map { id in store.enqueue { try $0.add(Int64(id)) } }
            await #expect(throws: StorageError.overloaded) { try await store.add(4) }
            try await held.release()
            for command in waiting { try await command.value }
            try await store.add(5)
            #expect(try store.ids() == [1, 2, 3, 5])
        }
    }

    @Test("are dropped when their time is over before they begin")
    func deadline() async throws {
        try await withStore { store, _ in
            let held = await HeldWriter(of: store)
            let late = store.enqueue(deadline: .now) { try $0.add(1) }
            let early = store.enqueue(deadline: .now + .seconds(3600)) { try $0.add(2) }
            try await held.release()
            await #expect(throws: StorageError.timeIsOver) { try await late.value }
            try await early.value
            #expect(try store.ids() == [2])
        }
    }

    @Test("are finished before the store is closed; later ones are refused")
    func close() async throws {
        try await withStore { store, path in
            let held = await HeldWriter(of: store)
            let accepted = (1...40).map { id in store.enqueue { try $0.add(Int64(id)) } }
            let closing = Task.immediate { await store.close() }
            try await held.release()
            await closing.value
            for command in accepted { try await command.value }
            await #expect(throws: StorageError.closed) { try await store.add(99) }
            #expect(throws: StorageError.closed) { try store.ids() }
            let again = try Store.opened(path)
            #expect(try again.ids() == Array(1...40))
            await again.close()
        }
    }

    @Test("before the commit run its hook once for each group that wrote, and in no other")
    func beforeCommit() async throws {
        let hooks = Counter()
        let listener = Listener()
        try await withStore {
            $0.observer = listener.observer
            $0.beforeCommit = { transaction in
                hooks.increment()
                try transaction.execute("UPDATE note SET text = 'sealed' WHERE text = 'a note'")
            }
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let silent = store.enqueue { _ in }
            try await held.release()
            try await silent.value
            #expect(hooks.value == 0)
            let second = await HeldWriter(of: store) { try $0.add(1) }
            let commands = (2...50).map { id in store.enqueue { try $0.add(Int64(id)) } }
            try await second.release()
            for command in commands { try await command.value }
            #expect(hooks.value == listener.groups.count - 2)
            let unsealed = try store.read {
                try $0.first("SELECT COUNT(*) FROM note WHERE text <> 'sealed'") { $0.int(0) }
            }
            #expect(unsealed == 0)
        }
    }

    @Test("fail together when the hook before the commit fails, and the store goes on")
    func failingHook() async throws {
        try await withStore {
            $0.beforeCommit = { transaction in
                let poison = try transaction.reads.first("SELECT id FROM note WHERE id = 13") { _ in
                    true
                }
                if poison != nil { throw Refused(reason: "thirteen") }
            }
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let commands = [12, 13, 14].map { id in store.enqueue { try $0.add(id) } }
            try await held.release()
            await #expect(throws: Refused(reason: "thirteen")) { try await commands[1].value }
            #expect(try !store.ids().contains(13))
            try await store.add(15)
            #expect(try store.ids().contains(15))
        }
    }

    @Test("are told of what others have done only where that is committed")
    func refusedByWhatFails() async throws {
        try await withStore {
            $0.beforeCommit = { _ in throw Refused(reason: "no commit") }
        } _: { store, _ in
            let held = await HeldWriter(of: store)
            let first = store.enqueue { try $0.add(1) }
            let second = store.enqueue { transaction in
                try transaction.add(2)
                let other = try transaction.reads.first("SELECT id FROM note WHERE id = 1") {
                    $0.int(0)
                }
                if other != nil { throw Refused(reason: "the first is there") }
            }
            try await held.release()
            await #expect(throws: Refused(reason: "no commit")) { try await first.value }
            await #expect(throws: Refused(reason: "no commit")) { try await second.value }
            #expect(try store.ids() == [])
        }
    }
}
