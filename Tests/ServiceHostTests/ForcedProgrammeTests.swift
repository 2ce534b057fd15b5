import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A section that makes something worse for members", .timeLimit(.minutes(1)))
struct ForcedProgrammeTests {
    private static let path = "/v1/programme"
    private static let large: JSON = ["zone": "UTC", "dishes": ["soup"], "portion": 3]
    private static let small: JSON = ["zone": "UTC", "dishes": ["soup"], "portion": 2]

    /// Runs the probe with the large portion in force.
    private func withLargePortions(
        _ test: (RunningProbe, String) async throws -> Void
    ) async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.operator)
            let first = try await probe.client.send(.put, Self.path, Self.large, token: token)
            #expect(first.status == 200 && first.json["worsenings"] == nil)
            try await test(probe, token)
        }
    }

    private func audit(_ probe: RunningProbe, _ token: String) async throws -> [JSON] {
        let page = try await probe.client.send(.get, "/v1/audit", token: token).json
        return page["items"]?.elements ?? []
    }

    @Test("is refused with what is worse, in a dry run too", arguments: ["", "?dryRun=true"])
    func refused(query: String) async throws {
        try await withLargePortions { probe, token in
            let answer = try await probe.client.send(
                .put,
                Self.path + query,
                Self.small,
                token: token
            )
            #expect(answer.status == 422 && answer.slug == "invalid-programme")
            let message = "falls from 3 to 2: worse for members, so it needs `force`"
            #expect(
                answer.json["faults"] == [["path": "portion", "message": .string(message)]]
            )
            let current = try await probe.client.send(.get, Self.path, token: token)
            #expect(current.json["section"] == Self.large)
        }
    }

    @Test("is published by force, and the reason is on record")
    func forced() async throws {
        try await withLargePortions { probe, token in
            let path = Self.path + "?force=pots%20are%20broken%2C%20%E6%8A%B1%E6%AD%89"
            let rehearsed = try await probe.client.send(
                .put,
                path + "&dryRun=true",
                Self.small,
                token: token
            )
            #expect(try await audit(probe, token).count == 1)
            let answer = try await probe.client.send(.put, path, Self.small, token: token)
            #expect(answer.status == 200 && answer.json["version"] == 2)
            #expect(answer.body == rehearsed.body)
            #expect(
                answer.json["worsenings"]
                    == [["path": "portion", "message": "falls from 3 to 2"]]
            )
            let actions = try await audit(probe, token)
            #expect(actions.map { $0["reason"] } == ["pots are broken, 抱歉", nil])
            #expect(actions.map { $0["action"] } == ["programme.publish", "programme.publish"])
        }
    }

    @Test("needs no force for what is not worse, and records none")
    func notWorse() async throws {
        try await withLargePortions { probe, token in
            let larger = Self.large.replacing("portion", by: 4)
            let answer = try await probe.client.send(
                .put,
                Self.path + "?force=why%20not",
                larger,
                token: token
            )
            #expect(answer.status == 200 && answer.json["worsenings"] == nil)
            #expect(try await audit(probe, token).allSatisfy { $0["reason"] == nil })
        }
    }

    @Test("still needs to be sound, and a reason of 1 to 256 bytes")
    func faults() async throws {
        try await withLargePortions { probe, token in
            let elsewhere = Self.small.replacing("zone", by: "Asia/Tokyo")
            let long = String(repeating: "x", count: 257)
            for (query, section, status) in [
                ("?force=x", elsewhere, 422), ("?force=", Self.small, 400),
                ("?force=\(long)", Self.small, 400), ("?forced=x", Self.small, 400),
            ] {
                let answer = try await probe.client.send(
                    .put,
                    Self.path + query,
                    section,
                    token: token
                )
                #expect(answer.status == status)
            }
            let current = try await probe.client.send(.get, Self.path, token: token)
            #expect(current.json["version"] == 1)
        }
    }

    @Test("is gone back to by force as well")
    func rollback() async throws {
        try await withLargePortions { probe, token in
            let path = "/v1/programme/rollback"
            let larger = Self.large.replacing("portion", by: 4)
            _ = try await probe.client.send(.put, Self.path, larger, token: token)
            for (body, key, status) in [
                (["version": 1] as JSON, "a", 422), (["version": 1, "force": ""], "b", 400),
                (["version": 1, "force": "costs"], "c", 200),
            ] {
                let answer = try await probe.client.send(.post, path, body, token: token, key: key)
                #expect(answer.status == status)
            }
            #expect(try await audit(probe, token).first?["reason"] == "costs")
        }
    }

    @Test("what a service does with a version is done in the commit that publishes it")
    func published() async throws {
        try await withLargePortions { probe, token in
            let refused = Self.large.replacing("dishes", by: ["refused"])
            let answer = try await probe.client.send(.put, Self.path, refused, token: token)
            #expect(answer.status == 409 && answer.slug == "limit-reached")
            _ = try await probe.client.send(.put, Self.path, Self.large, token: token)
            let more = Self.large.replacing("dishes", by: ["rice"])
            #expect(try await probe.client.send(.put, Self.path, more, token: token).status == 200)
            let current = try await probe.client.send(.get, Self.path, token: token)
            #expect(current.json["version"] == 2)
            // One note for each of the two versions, and this one.
            let note = try await probe.client.send(
                .post,
                "/v1/notes",
                ["text": "n"],
                token: try await probe.keys.token(.service),
                key: "n"
            )
            #expect(note.json == ["count": 3])
        }
    }
}

extension JSON {
    /// The object with another value of a member that it has.
    fileprivate func replacing(_ name: String, by value: JSON) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? Member(name, value) : $0 })
    }
}
