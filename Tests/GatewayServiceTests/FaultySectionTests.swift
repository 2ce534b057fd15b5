import Problems
import TestSupport
import Testing
import Wire

@Suite("Faulty sections of the programme", .timeLimit(.minutes(2)))
struct FaultySectionTests {
    private static let asset: JSON = ["id": "points", "name": "积分"]

    private static func assets(_ assets: JSON...) -> JSON {
        ["zone": "UTC", "assets": .array(assets)]
    }

    @Test(
        "a section is refused with the path of each fault, and nothing is published",
        arguments: [
            ([:], ["zone", "assets"]), ([], [""]), ("UTC", [""]),
            (["zone": "UTC"], ["assets"]), (["assets": [asset]], ["zone"]),
            (["zone": "Asia/Nowhere", "assets": [asset]], ["zone"]),
            (["zone": "", "assets": [asset]], ["zone"]),
            (["zone": "+08:00", "assets": [asset]], ["zone"]),
            (["zone": 8, "assets": [asset]], ["zone"]),
            (["zone": "UTC", "assets": [asset], "asets": []], ["asets"]),
            (["zone": "UTC", "assets": [asset], "a": 1, "b": 2], ["a", "b"]),
            (["zone": "x", "assets": [], "a": 1], ["zone", "assets", "a"]),
            (["zone": "UTC", "assets": []], ["assets"]),
            (["zone": "UTC", "assets": asset], ["assets"]), (assets("points"), ["assets[0]"]),
            (assets(["name": "n"]), ["assets[0].id"]),
            (assets(["id": "points"]), ["assets[0].name"]),
            (assets(["id": "a b", "name": "n"]), ["assets[0].id"]),
            (assets(["id": "points", "name": ""]), ["assets[0].name"]),
            (assets(asset, ["id": "t", "name": "n", "unit": "x"]), ["assets[1].unit"]),
            (assets(asset, ["id": "t", "name": "n"], asset), ["assets[2].id"]),
        ] as [(JSON, [String])]
    )
    func faults(section: JSON, paths: [String]) async throws {
        try await Gateway.serving(programme: nil) { gateway in
            let answer = try await gateway.put(section)
            let shown = try await gateway.get("/v1/programme")

            expect(answer, refuses: .invalidProgramme)
            #expect(answer.faultPaths == paths)
            expect(shown, refuses: .notFound)
        }
    }

    @Test("33 assets are too many")
    func tooMany() async throws {
        let assets = (0..<33).map { ["id": .string("a\($0)"), "name": "n"] as JSON }
        try await Gateway.serving(programme: nil) { gateway in
            let tooMany = try await gateway.put(["zone": "UTC", "assets": .array(assets)])
            let most = try await gateway.put(
                ["zone": "UTC", "assets": .array(Array(assets.dropLast()))])

            expect(tooMany, refuses: .invalidProgramme)
            #expect(tooMany.faultPaths == ["assets"])
            #expect(most.status == 200)
        }
    }

    @Test(
        "what the first publication has fixed cannot be changed by a later one",
        arguments: [
            (Gateway.pointsAndTickets.with("zone", "UTC"), ["zone"]),
            (
                [
                    "zone": "Asia/Shanghai",
                    "assets": [
                        ["id": "tickets", "name": "抽奖券"], ["id": "points", "name": "积分"],
                    ],
                ], ["assets[0].id"]
            ),
            (
                ["zone": "Asia/Shanghai", "assets": [["id": "points", "name": "积分"]]],
                ["assets"]
            ),
            (
                ["zone": "UTC", "assets": [["id": "gems", "name": "宝石"]]],
                ["zone", "assets", "assets", "assets[0].id"]
            ),
        ] as [(JSON, [String])]
    )
    func fixed(section: JSON, paths: [String]) async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.put(section)

            expect(answer, refuses: .invalidProgramme)
            #expect(answer.faultPaths == paths)
            #expect(try await gateway.get("/v1/programme").json["version"] == 1)
        }
    }

    @Test("assets can be added and renamed, and stand in another order behind the first")
    func allowed() async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.put([
                "zone": "Asia/Shanghai",
                "assets": [
                    ["id": "points", "name": "Points"], ["id": "gems", "name": "宝石"],
                    ["id": "tickets", "name": "抽奖券"],
                ],
            ])

            #expect(answer.status == 200)
            #expect(answer.json["version"] == 2)
            #expect(try await gateway.credit("m", 1, asset: "gems", key: "k").status == 201)
        }
    }
}
