import TestSupport

/// A service that is killed again and again, and started again each time.
actor RestartedService {
    private var process: ServiceProcess
    private let start: @Sendable () async throws -> ServiceProcess

    /// Starts it for the first time.
    init(_ start: @escaping @Sendable () async throws -> ServiceProcess) async throws {
        self.start = start
        process = try await start()
    }

    /// Kills it, and starts it again.
    func kill() async throws {
        await process.kill()
        process = try await start()
    }

    /// Kills it so many times at random moments, each at most so long after the former start.
    func kill(
        times: Int,
        withinMs moment: ClosedRange<Int>,
        _ random: inout SeededGenerator
    ) async throws {
        for _ in 0..<times {
            try await Task.sleep(for: .milliseconds(Int.random(in: moment, using: &random)))
            try await kill()
        }
    }

    /// Stops it gracefully.
    func stop() async -> ChildProcess.End { await process.stop() }
}
