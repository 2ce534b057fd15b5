import Synchronization

/// Those who send: each one request at a time.
enum LoadSenders {
    /// How many there are; each has a connection of its own.
    static let count = 96

    /// Lets all of them work until each is done.
    static func work(_ body: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { await body() } }
        }
    }

    /// Sends requests in about their order; where an answer fails to come, the rest of the writes
    /// is kept for later.
    static func send(_ requests: [LoadRequest], on life: LoadLife, _ desk: LoadDesk) async {
        let left = Mutex(requests[...])
        await work {
            while let request = left.withLock({ $0.popFirst() }) {
                guard await life.send(request, desk) else { break }
            }
        }
        desk.keep(left.withLock { $0.filter(\.isWrite) })
    }
}
