import Access
import Calls
import Foundation
import GamesClient
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Epochs: committed to, opened, closed and published", .timeLimit(.minutes(2)))
struct EpochTests {
    private static func epochs(_ scene: GamesScene) async throws -> [JSON] {
        try await scene.look("/v1/fairness/wheel/epochs")["items"]?.elements ?? []
    }

    @Test("two epochs beyond the open one are committed to, before anybody plays")
    func committed() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let first = try await Self.epochs(scene)
            #expect(first.map { $0["state"]?.text } == ["committed", "committed", "open"])
            scene.pass(days: 1)
            _ = try await scene.draw(as: "ann", key: "k")
            let second = try await Self.epochs(scene)
            #expect(
                second.map { $0["state"]?.text } == ["committed", "committed", "open", "published"]
            )
            // What was committed to stays what it was.
            #expect(
                second.suffix(3).map { $0["commitment"]?.text }
                    == first.map { $0["commitment"]?.text }
            )
        }
    }

    @Test("the seed of an epoch is shown when it is over, and not before")
    func revealed() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let drawn = try await scene.draw(as: "ann", key: "k")
            #expect(drawn.status == 201)
            let open = try await scene.look("/v1/fairness/wheel/epochs/1")
            #expect(open["seed"] == nil && open["entries"] == nil)
            scene.pass(days: 1)
            _ = try await scene.draw(as: "ben", key: "k")
            let export = try await scene.look("/v1/fairness/wheel/epochs/1")
            #expect(export["commitment"] == open["commitment"])
            #expect(export["entries"]?.elements?.count == 1)
            let epoch = try EpochExport(pages: [export])
            let found = EpochVerification(epoch).findings
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test("an epoch of many plays is right: paid, refused, ten at once, restocked, over midnight")
    func manyPlays() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            try await playMuch(scene)
            scene.pass(days: 1)
            try await playMuch(scene)
            scene.pass(days: 1)
            _ = try await scene.draw(as: "last", key: "last")
            for number in 1...2 {
                let export = try await scene.look("/v1/fairness/wheel/epochs/\(number)")
                let epoch = try EpochExport(pages: [export])
                #expect(epoch.entries.count == 44)
                let found = EpochVerification(epoch).findings
                #expect(found.isEmpty, "\(found)")
            }
            let page = try await scene.send(.get, "/v1/reconciliation", by: .viewer)
            #expect(page.json["differences"] == [], "\(page.text)")
            #expect(page.json["checked"] == 3)
        }
    }

    /// Has 20 members play once for nothing, and 20 more pay for ten, of whom ten cannot.
    private func playMuch(_ scene: GamesScene) async throws {
        let day = scene.clock.now.milliseconds
        for number in 0..<20 {
            scene.pass(seconds: 60)
            let free = try await scene.draw(as: "m-\(number)", key: "free-\(day)")
            #expect(free.status == 201, "\(free.text)")
            if number % 2 == 0 { try await scene.credit("m-\(number)", 200 + day % 1000) }
            let ten = try await scene.draw(as: "m-\(number)", count: 10, key: "ten-\(day)")
            #expect([201, 409].contains(ten.status), "\(ten.text)")
        }
        for change in [1, 2, -1, 3] {
            let answer = try await scene.send(
                .post,
                "/v1/games/wheel/prizes/gold/stock",
                ["change": .integer(Int64(change)), "reason": "test"],
                by: .operator,
                key: "stock-\(day)-\(change)"
            )
            #expect(answer.status == 201, "\(answer.text)")
        }
    }

    @Test("a new version waits for the next epoch, which an operator may begin early")
    func newVersion() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            let old = try await scene.draw(as: "ann", key: "a").json
            try await scene.publish(Self.dearer, force: "a+test")
            #expect(try await scene.draw(as: "ben", key: "a").json["version"] == old["version"])
            let early = try await scene.send(
                .post,
                "/v1/games/wheel/epochs",
                ["reason": "the new prizes"],
                by: .operator,
                key: "early"
            )
            #expect(early.status == 201, "\(early.text)")
            #expect(early.json["epoch"] == 2)
            let new = try await scene.draw(as: "cai", key: "a").json
            #expect(new["version"] == 2)
            #expect(new["epoch"] == 2)
            let export = try await scene.look("/v1/fairness/wheel/epochs/1")
            let found = EpochVerification(try EpochExport(pages: [export])).findings
            #expect(found.isEmpty, "\(found)")
        }
    }

    /// The wheel with a free chance less.
    static let dearer: [JSON.Member] = [
        .init(
            "lotteries",
            [
                [
                    "id": "wheel", "free": ["perDay": 1], "cost": 30, "limits": ["perDay": 12],
                    "ten": true,
                    "pity": [["pool": "gold", "tier": 1, "hard": 30]],
                    "prizes": [
                        [
                            "id": "gold", "points": 100, "weight": 1, "tier": 1, "stock": 5,
                            "substitute": "five",
                        ],
                        ["id": "five", "points": 5, "weight": 50, "tier": 1],
                        ["id": "none", "nothing": true, "weight": 49],
                    ],
                ]
            ]
        )
    ]

    @Test("a paused game is not played from that instant on, and goes on when it is resumed")
    func paused() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            for (verb, status) in [("pause", Int64(409)), ("resume", 201)] {
                let answer = try await scene.send(
                    .post,
                    "/v1/games/wheel/\(verb)",
                    ["reason": "test"],
                    by: .operator,
                    key: verb
                )
                #expect(answer.status == 200, "\(answer.text)")
                let draw = try await scene.draw(as: "ann", key: "after-\(verb)")
                #expect(Int64(draw.status) == status, "\(draw.text)")
            }
        }
    }

    @Test("a service that cannot open a secret seed does not start")
    func lostKey() async throws {
        let folder = try TemporaryFolder()
        try await GamesScene.serving(DrawTests.wheel, in: folder) { _ in }
        let second = "second \(String(repeating: "0b", count: 32))\n"
        try Self.write(second, in: folder)
        await #expect(throws: (any Error).self) {
            try await GamesScene.serving(nil, in: folder) { _ in }
        }
        // A rotated file has the new key first, and keeps the old one.
        try Self.write(second + "first \(String(repeating: "0a", count: 32))\n", in: folder)
        try await GamesScene.serving(nil, in: folder) { scene in
            let draw = try await scene.draw(as: "ann", key: "k")
            #expect(draw.status == 201)
        }
    }

    @Test("a published epoch is shown without the key that had sealed its seed")
    func retiredKey() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        let first = "first \(String(repeating: "0a", count: 32))\n"
        let second = "second \(String(repeating: "0b", count: 32))\n"
        try await GamesScene.serving(DrawTests.wheel, in: folder, clock: clock) { scene in
            let draw = try await scene.draw(as: "ann", key: "k")
            #expect(draw.status == 201)
        }
        try Self.write(second + first, in: folder)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            // By the fourth day all that is secret was sealed by the second key.
            for day in 1...3 {
                scene.pass(days: 1)
                let draw = try await scene.draw(as: "ann", key: "k-\(day)")
                #expect(draw.status == 201)
            }
        }
        try Self.write(second, in: folder)
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            let export = try await scene.look("/v1/fairness/wheel/epochs/1")
            let found = EpochVerification(try EpochExport(pages: [export])).findings
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test("a game that comes back after its removal goes on with a new epoch, and keeps its kind")
    func comeBack() async throws {
        try await GamesScene.serving(DrawTests.wheel) { scene in
            try await scene.publish([], force: "gone")
            #expect(try await scene.draw(as: "ann", key: "a").status == 404)
            scene.pass(days: 1)
            try await scene.publish(DrawTests.wheel)
            let back = try await scene.draw(as: "ann", key: "b")
            #expect(back.status == 201, "\(back.text)")
            #expect(back.json["epoch"] == 2)
            let winners = try await scene.send(.get, "/v1/games/wheel/winners", by: .viewer)
            #expect(winners.status == 200)
        }
    }

    private static func write(_ keys: String, in folder: TemporaryFolder) throws {
        try Data(keys.utf8).write(to: URL(fileURLWithPath: folder.file("seed-keys")))
    }
}
