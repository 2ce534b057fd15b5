import Access
import Calls
import Foundation
import Logging
import Storage
import TestSupport
import Testing
import Wire

@Suite("The check of the store", .timeLimit(.minutes(1)))
struct StoreCheckTests {
    @Test("finds a sound store sound, for operators and viewers alone")
    func sound() async throws {
        try await withProbe { probe in
            for (role, status) in [
                (Role.operator, 200), (.viewer, 200), (.service, 403), (.member, 403),
            ] {
                let answer = try await probe.client.send(
                    .get,
                    "/v1/store/check",
                    token: try await probe.keys.token(role)
                )
                #expect(answer.status == status)
                guard status == 200 else { continue }
                #expect(answer.json["sound"] == true && answer.json["faults"] == [])
                #expect(answer.json["durationMs"]?.integer != nil)
            }
        }
    }

    @Test("names what is damaged on the disk below a running service")
    func damaged() async throws {
        let folder = try TemporaryFolder()
        let keys = try TestKeys(in: folder)
        let path = folder.file("store")
        try await Self.fill(path)
        let service = try await RunningService(Probe.blueprint, store: path, keys: keys)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: 10 * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        let answer = try await service.client.send(
            .get,
            "/v1/store/check",
            token: try await keys.token(.viewer)
        )
        #expect(answer.status == 200 && answer.json["sound"] == false)
        #expect((answer.json["faults"]?.elements ?? []).isEmpty == false)
        await service.stop()
    }

    private static func fill(_ path: String) async throws {
        let store = try Store.open(
            "sqlite:\(path)",
            migrations: [Probe.migration],
            logger: .init(label: "test")
        )
        try await store.write { transaction in
            for number in 1...3000 {
                try transaction.execute(
                    "INSERT INTO note (text) VALUES (?)",
                    .text("note \(number) of some length")
                )
            }
        }
        await store.close()
    }
}
