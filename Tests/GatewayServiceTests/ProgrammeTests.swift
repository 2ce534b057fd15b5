import Calls
import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("The gateway's section of the programme", .timeLimit(.minutes(2)))
struct ProgrammeTests {
    private static let renamed: JSON = [
        "zone": "Asia/Shanghai",
        "assets": [["id": "points", "name": "Points"], ["id": "tickets", "name": "抽奖券"]],
    ]

    @Test("a section is published as version 1, and shown with its hash and who published it")
    func publish() async throws {
        try await Gateway.serving(programme: nil) { gateway in
            let answer = try await gateway.put(Gateway.pointsAndTickets)
            let shown = try await gateway.get("/v1/programme").json

            #expect(answer.status == 200)
            #expect(answer.json["version"] == 1)
            #expect(
                answer.json["changes"] == [["path": "", "after": Gateway.pointsAndTickets]]
            )
            #expect(shown["section"] == Gateway.pointsAndTickets)
            #expect(shown["version"] == 1)
            #expect(shown["hash"] == answer.json["hash"])
            #expect(shown["publishedBy"] == "operator:olga")
            #expect(shown["publishedAt"] == .string(Gateway.start.description))
        }
    }

    @Test("the next version says what changed; the same section again changes nothing")
    func nextVersion() async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.put(Self.renamed)
            let again = try await gateway.put(Self.renamed)

            #expect(answer.json["version"] == 2)
            #expect(
                answer.json["changes"]
                    == [["path": "assets[0].name", "before": "积分", "after": "Points"]]
            )
            #expect(again.json["version"] == 2)
            #expect(again.json["hash"] == answer.json["hash"])
            #expect(again.json["changes"] == [])
        }
    }

    @Test("a dry run says what publishing would do, and publishes nothing")
    func dryRun() async throws {
        try await Gateway.serving { gateway in
            let preview = try await gateway.put(Self.renamed, query: "?dryRun=true")
            let version = try await gateway.get("/v1/programme").json["version"]
            let real = try await gateway.put(Self.renamed, query: "?dryRun=false")

            #expect(preview.body == real.body)
            #expect(version == 1)
            expect(
                try await gateway.put(Self.renamed.with("zone", "UTC"), query: "?dryRun=true"),
                refuses: .invalidProgramme
            )
        }
    }

    @Test("versions are listed newest first, page by page, without their sections")
    func versions() async throws {
        try await Gateway.serving(programme: nil) { gateway in
            #expect(try await gateway.get("/v1/programme/versions").json == ["items": []])
            for number in 1...5 {
                gateway.clock.advance(milliseconds: 1000)
                try await gateway.publish(
                    ["zone": "UTC", "assets": [["id": "points", "name": .string("n\(number)")]]])
            }
            let first = try await gateway.get("/v1/programme/versions?limit=3").json
            let next = try #require(first["next"]?.text)
            let rest = try await gateway.get("/v1/programme/versions?limit=3&after=\(next)").json
            let items = (first["items"]?.elements ?? []) + (rest["items"]?.elements ?? [])

            #expect(items.compactMap { $0["version"]?.integer } == [5, 4, 3, 2, 1])
            #expect(items.allSatisfy { $0["section"] == nil })
            #expect(Set(items.compactMap { $0["hash"]?.text }).count == 5)
            #expect(rest["next"] == nil)
        }
    }

    @Test("a roll-back publishes an earlier version as the next one, once under its key")
    func rollBack() async throws {
        try await Gateway.serving { gateway in
            let original = try await gateway.get("/v1/programme").json
            try await gateway.publish(Self.renamed)
            let answer = try await gateway.rollBack(to: 1, key: "k")
            try await gateway.publish(Self.renamed)
            let again = try await gateway.rollBack(to: 1, key: "k")

            #expect(answer.json["version"] == 3)
            #expect(answer.json["hash"] == original["hash"])
            #expect(again.isReplayed)
            #expect(again.body == answer.body)
            #expect(try await gateway.get("/v1/programme").json["version"] == 4)
        }
    }

    @Test("a roll-back that would lose an asset is refused and not stored under its key")
    func rollBackOfAsset() async throws {
        let pointsOnly: JSON = [
            "zone": "Asia/Shanghai", "assets": [["id": "points", "name": "积分"]],
        ]
        try await Gateway.serving(programme: pointsOnly) { gateway in
            try await gateway.publish(Gateway.pointsAndTickets)
            for _ in 1...2 {
                let answer = try await gateway.rollBack(to: 1, key: "k")
                expect(answer, refuses: .invalidProgramme)
                #expect(!answer.isReplayed)
            }
            #expect(try await gateway.get("/v1/programme").json["version"] == 2)
        }
    }

    @Test("each transfer records the version of the programme that it followed")
    func recorded() async throws {
        try await Gateway.serving { gateway in
            let first = try await gateway.credit("m", 1, key: "k1")
            try await gateway.publish(Self.renamed)
            let second = try await gateway.credit("m", 1, key: "k2")
            let again = try await gateway.credit("m", 1, key: "k1")

            #expect(first.json["transfer"]?["programme"] == 1)
            #expect(second.json["transfer"]?["programme"] == 2)
            #expect(again.body == first.body)
        }
    }

    @Test("the version in force survives a restart")
    func restart() async throws {
        try await Gateway.serving { gateway in
            try await gateway.publish(Self.renamed)
            let before = try await gateway.get("/v1/programme")
            try await gateway.restarted { again in
                let shown = try await again.get("/v1/programme")
                #expect(shown.body == before.body)
                #expect(try await again.credit("m", 1, key: "k").status == 201)
            }
        }
    }
}

extension Gateway {
    /// Publishes a section as the operator.
    func put(_ section: JSON, query: String = "") async throws -> Answer {
        try await client.send(.put, "/v1/programme\(query)", section, token: self.operator)
    }

    fileprivate func rollBack(to version: Int64, key: String) async throws -> Answer {
        try await post(
            "/v1/programme/rollback",
            ["version": .integer(version)],
            token: self.operator,
            key: key
        )
    }
}
