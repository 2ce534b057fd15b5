import Synchronization

/// Those who send: each one request at a time.
enum LoadSenders {
    /// How many there are where each sends as soon as it can.
    static let usual = 96
    /// How many there are at most, so that a schedule is kept while answers take their time; each
    /// has a connection of its own.
    static let most = 256

    /// Lets them work until each is done.
    static func work(
        _ count: Int = usual,
        _ body: @escaping @Sendable () async -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { await body() } }
        }
    }

    /// Sends requests in about their order; where an answer fails to come, the rest of the writes
    /// is kept for later.
    static func send(
        _ requests: [LoadRequest],
        on life: LoadLife,
        _ desk: LoadDesk,
        by count: Int = usual
    ) async {
        let left = Mutex(requests[...])
        await work(count) {
            while let request = left.withLock({ $0.popFirst() }) {
                guard await life.send(request, desk) else { break }
            }
        }
        desk.keep(left.withLock { $0.filter(\.isWrite) })
    }
}
