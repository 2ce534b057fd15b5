import Access
import Calls
import Glibc
import Logging
import Primitives
import ServiceHost
import Synchronization
import TestSupport
import Testing
import UnixSignals
import Wire

@Suite("The background job", .timeLimit(.minutes(1)))
struct DueWorkerTests {
    private static let eager = ["job-pause-ms": "1"]

    @Test("settles all that is due, in batches of 500 at most, and nothing that is not")
    func settles() async throws {
        let limits = Mutex<[Int]>([])
        try await withDiary(settings: Self.eager) {
            limit in
            limits.withLock { $0.append(limit) }
        } _: { diary in
            let due = (1...1201).map { -Int64($0) }
            try await diary.add(due + [1, 1000])
            try await diary.waitUntilDone(1201)
            let entries = try await diary.entries()
            #expect(entries.filter { $0[1] == nil }.map { $0[0] } == [1, 1000])
            let all = limits.withLock { $0 }
            #expect(all.count >= 3 && all.allSatisfy { $0 == 500 })
            let metrics = try await diary.service.client.send(.get, "/metrics").text
            #expect(metrics.contains(#"jifen_due_settled_total{service="diary"} 1201"#))
            #expect(metrics.contains("jifen_due_oldest_seconds"))
        }
    }

    @Test("tries again what has failed, and the service goes on meanwhile")
    func failing() async throws {
        struct Broken: Error {}
        let failures = Mutex(0)
        try await withDiary(settings: Self.eager) { _ in
            let isBroken = failures.withLock { failures in
                failures += 1
                return failures <= 3
            }
            if isBroken { throw Broken() }
        } _: { diary in
            try await diary.add([-1, -2])
            try await diary.waitUntilDone(2)
            #expect(failures.withLock { $0 } == 4)
        }
    }

    @Test("is off where its pause is 0 and under the test clock")
    func off() async throws {
        for settings in [["job-pause-ms": "0"], ["job-pause-ms": "1", "test-clock": "true"]] {
            try await withDiary(settings: settings) { diary in
                let metrics = try await diary.service.client.send(.get, "/metrics").text
                #expect(!metrics.contains("jifen_due_settled_total"))
            }
        }
    }

    @Test("ends between two batches when the service is stopped, however much is left")
    func stops() async throws {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let (batches, report) = AsyncStream.makeStream(of: Void.self)
        let blueprint = Diary.blueprint { _ in report.yield() }
        let service = try await HostedService(
            blueprint,
            settings: try Settings(
                blueprint.allSettings,
                arguments: [
                    "--store=sqlite:\(folder.file("store"))", "--keys=\(keys.path)", "--port=0",
                    "--job-pause-ms=1",
                ],
                environment: [:]
            ),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: { Diary.start }
        )
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        async let run: Void = service.run(stoppingOn: [.sigusr1]) { listening.yield($0) }
        let port = try #require(await ports.first { _ in true })
        let client = TestClient(address: "http://127.0.0.1:\(port)")
        // Each entry is done a million times until the present, which no test waits for.
        _ = try await client.send(
            .post,
            "/v1/entries",
            [["due": .integer(Diary.start.milliseconds - 1_000_000), "every": 1]],
            token: try await keys.token(.operator)
        )
        _ = await batches.first { _ in true }
        // Nothing else in this process listens to the signal.
        kill(getpid(), SIGUSR1)
        try await run
        client.close()
    }
}

extension RunningDiary {
    /// Returns when so many entries are done.
    fileprivate func waitUntilDone(_ count: Int) async throws {
        while try await entries().filter({ $0[1] != nil }).count < count {}
    }
}
