import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A section of the programme", .timeLimit(.minutes(1)))
struct ProgrammeTests {
    private static let first: JSON = ["zone": "UTC", "dishes": ["soup"]]
    private static let second: JSON = ["zone": "UTC", "dishes": ["soup", "rice"]]

    @Test("is not there before the first publication")
    func before() async throws {
        try await withProbe { probe in
            let answer = try await probe.send(.get, "/v1/programme", by: .operator)
            #expect(answer.status == 404 && answer.slug == "not-found")
            let versions = try await probe.send(.get, "/v1/programme/versions", by: .operator)
            #expect(versions.status == 200 && versions.json == ["items": []])
        }
    }

    @Test("is published as a new version with its changes, and is in force at once")
    func publish() async throws {
        try await withProbe { probe in
            let token = try await probe.keys.token(.operator, "boss")
            let one = try await probe.client.send(.put, "/v1/programme", Self.first, token: token)
            #expect(one.status == 200 && one.json["version"] == 1)
            #expect(one.json["changes"] == [["path": "", "after": Self.first]])
            let two = try await probe.client.send(.put, "/v1/programme", Self.second, token: token)
            #expect(two.json["version"] == 2)
            #expect(two.json["changes"] == [["path": "dishes[1]", "after": "rice"]])
            let current = try await probe.client.send(
                .get,
                "/v1/programme",
                token: try await probe.keys.token(.service)
            )
            #expect(current.json["version"] == 2 && current.json["section"] == Self.second)
            #expect(current.json["hash"] == two.json["hash"])
            #expect(current.json["publishedBy"] == "operator:boss")
        }
    }

    @Test("is only looked at in a dry run")
    func dryRun() async throws {
        try await withProbe { probe in
            let path = "/v1/programme?dryRun=true"
            let preview = try await probe.send(.put, path, Self.first, by: .operator)
            #expect(preview.status == 200 && preview.json["version"] == 1)
            #expect(try await probe.send(.get, "/v1/programme", by: .operator).status == 404)
            let real = try await probe.send(.put, "/v1/programme", Self.first, by: .operator)
            #expect(real.body == preview.body)
            let faulty = try await probe.send(.put, path, ["zone": "X"], by: .operator)
            #expect(faulty.status == 422)
        }
    }

    @Test("that is in force already stays the same version with the same hash")
    func sameAgain() async throws {
        try await withProbe { probe in
            let first = try await probe.send(.put, "/v1/programme", Self.first, by: .operator)
            for section in [Self.first, ["dishes": ["soup"], "zone": "UTC"]] {
                let again = try await probe.send(.put, "/v1/programme", section, by: .operator)
                #expect(again.json["version"] == 1 && again.json["changes"] == [])
                #expect(again.json["hash"] == first.json["hash"])
            }
        }
    }

    @Test("with faults is refused with the path of each, and changes nothing")
    func faults() async throws {
        try await withProbe { probe in
            _ = try await probe.send(.put, "/v1/programme", Self.first, by: .operator)
            for (section, paths) in [
                (["dishes": ["soup", 7, true]] as JSON, ["zone", "dishes[1]", "dishes[2]"]),
                (["zone": "Asia/Tokyo"], ["zone"]), (7, ["zone"]),
            ] {
                let answer = try await probe.send(.put, "/v1/programme", section, by: .operator)
                #expect(answer.status == 422 && answer.slug == "invalid-programme")
                #expect(answer.json["faults"]?.elements?.compactMap { $0["path"]?.text } == paths)
            }
            let current = try await probe.send(.get, "/v1/programme", by: .operator)
            #expect(current.json["version"] == 1)
        }
    }

    @Test("has versions that are listed page by page, the newest first")
    func versions() async throws {
        try await withProbe { probe in
            for number in 1...5 {
                let section: JSON = ["zone": "UTC", "dishes": [.string("dish \(number)")]]
                _ = try await probe.send(.put, "/v1/programme", section, by: .operator)
            }
            var seen: [Int64] = []
            var path = "/v1/programme/versions?limit=2"
            for _ in 1...3 {
                let page = try await probe.send(.get, path, by: .operator).json
                seen += page["items"]?.elements?.compactMap { $0["version"]?.integer } ?? []
                #expect(page["items"]?[0]?["section"] == nil)
                guard let next = page["next"]?.text else { break }
                path = "/v1/programme/versions?limit=2&after=\(next)"
            }
            #expect(seen == [5, 4, 3, 2, 1])
            let bad = try await probe.send(.get, "/v1/programme/versions?after=x", by: .operator)
            #expect(bad.status == 400)
        }
    }

    @Test("is rolled back under a key; the repeat changes nothing and answers the same")
    func rollback() async throws {
        try await withProbe { probe in
            for section in [Self.first, Self.second] {
                _ = try await probe.send(.put, "/v1/programme", section, by: .operator)
            }
            let path = "/v1/programme/rollback"
            let back = try await probe.send(.post, path, ["version": 1], by: .operator, key: "k")
            #expect(back.json["version"] == 3)
            #expect(back.json["changes"] == [["path": "dishes[1]", "before": "rice"]])
            _ = try await probe.send(.put, "/v1/programme", Self.second, by: .operator)
            let again = try await probe.send(.post, path, ["version": 1], by: .operator, key: "k")
            #expect(again.body == back.body && again.isReplayed)
            let current = try await probe.send(.get, "/v1/programme", by: .operator)
            #expect(current.json["version"] == 4 && current.json["section"] == Self.second)
            for (body, key, status) in [
                (["version": 9] as JSON, "n" as String?, 404), (["version": 2], "k", 422),
                (["version": 1], nil, 400), (["version": 0], "z", 400),
                (["version": 1, "x": 1], "x", 400),
            ] {
                let answer = try await probe.send(.post, path, body, by: .operator, key: key)
                #expect(answer.status == status)
            }
        }
    }

    @Test("is recorded with who published it and who went back, once each")
    func recorded() async throws {
        try await withProbe { probe in
            for section in [Self.first, Self.first, Self.second, [:]] {
                _ = try await probe.send(.put, "/v1/programme", section, by: .operator)
            }
            for _ in 0..<2 {
                _ = try await probe.send(
                    .post,
                    "/v1/programme/rollback",
                    ["version": 1],
                    by: .operator,
                    key: "k"
                )
            }
            let page = try await probe.send(.get, "/v1/audit", by: .operator).json
            let items = page["items"]?.elements ?? []
            #expect(
                items.map { $0["action"] }
                    == ["programme.rollback:1", "programme.publish", "programme.publish"]
            )
            #expect(items.map { $0["subject"] } == ["version:3", "version:2", "version:1"])
            #expect(items.allSatisfy { $0["caller"] == "operator:olga" && $0["reason"] == nil })
        }
    }

    @Test("is published by operators only, and read by members not at all")
    func roles() async throws {
        try await withProbe { probe in
            for (role, read) in [(Role.member, 403), (.viewer, 404), (.service, 404)] {
                let put = try await probe.send(.put, "/v1/programme", Self.first, by: role)
                #expect(put.status == 403)
                #expect(
                    try await probe.send(.get, "/v1/programme", by: role).status == read
                )
            }
        }
    }
}
