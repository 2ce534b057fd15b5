import Access
import Calls
import Logging
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

@Suite("A hosted service", .timeLimit(.minutes(1)))
struct HostedServiceTests {
    @Test("ends with an error when its store cannot go on")
    func storeFails() async throws {
        try await withProbe { probe in
            let answer = try await probe.client.send(
                .post,
                "/v1/failures",
                token: try await probe.keys.token(.operator)
            )
            #expect(answer.status == 503 && answer.slug == "unavailable")
            #expect(!answer.text.contains("the disk is gone"))
            let error = try #require(await probe.service.end())
            #expect("\(error)".contains("the disk is gone"))
        }
    }

    @Test("keeps what it answered when it is stopped and started again")
    func restart() async throws {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let token = try await keys.token(.service)
        for round in 1...3 {
            let service = try await RunningService(
                Probe.blueprint,
                store: folder.file("store"),
                keys: keys
            )
            let answer = try await service.client.send(
                .post,
                "/v1/notes",
                ["text": "a"],
                token: token,
                key: "k\(round)"
            )
            #expect(answer.json == ["count": .integer(Int64(round))])
            let again = try await service.client.send(
                .post,
                "/v1/notes",
                ["text": "a"],
                token: token,
                key: "k1"
            )
            #expect(again.json == ["count": 1])
            #expect(again.isReplayed)
            await service.stop()
        }
    }

    @Test("does not start without keys, on a store that is open, or on a port that is taken")
    func refusesToStart() async throws {
        try await withProbe { probe in
            let folder = try TemporaryFolder()
            let store = "sqlite:\(folder.file("store"))"
            await #expect(throws: SettingFault.self) { try await make(["--store", store]) }
            await #expect(throws: KeyFault.self) {
                try await make(["--store", store, "--keys", folder.file("none.json")])
            }
            let held = try Store.open(
                store,
                migrations: [Probe.migration],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let words = ["--store", store, "--keys", probe.keys.path]
            await #expect(throws: StorageError.inUse(path: folder.file("store"))) {
                try await make(words)
            }
            await held.close()
            let second = try await make(words + ["--port", "\(probe.service.port)"])
            await #expect(throws: (any Error).self) { try await second.run { _ in } }
        }
    }

    private func make(_ words: [String]) async throws -> HostedService {
        try await HostedService(
            Probe.blueprint,
            settings: try Settings(
                Probe.blueprint.allSettings,
                arguments: words,
                environment: [:]
            ),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
