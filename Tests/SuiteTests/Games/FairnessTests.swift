import Access
import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Epochs, as a stranger checks them")
    struct FairnessTests {
        private static let members = 300

        /// A lottery with pity, stock and ten draws; the newer version is cheaper, and its first
        /// prize likelier.
        private static func games(isNewer: Bool) -> [JSON.Member] {
            let prizes: JSON = [
                [
                    "id": "first", "points": 100, "weight": isNewer ? 2 : 1, "tier": 1,
                    "stock": 9, "substitute": "gold",
                ],
                ["id": "gold", "points": 30, "weight": 1, "tier": 1],
                ["id": "some", "weight": 5, "points": ["from": 1, "to": 9, "step": 2]],
                ["id": "none", "nothing": true, "weight": 13],
            ]
            let lottery: JSON = [
                "id": "wheel", "free": ["perDay": 3], "cost": isNewer ? 15 : 20, "ten": true,
                "pity": [["pool": "gold", "tier": 1, "hard": 8]], "prizes": prizes,
            ]
            return [.init("lotteries", [lottery])]
        }

        @Test(
            "hundreds play, key and version change in between, and jifen and Python draw the same"
        )
        func verified() async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            var games = try await stage.startGames()
            try await stage.publish(Self.games(isNewer: false))
            // The epoch that is open, and two that are to come.
            let committed = try await stage.epochs(of: "wheel")
            #expect(committed.map(\.number) == [1, 2, 3])
            for member in 0..<20 {
                try await gateway.credit(400, to: "m-\(member)", key: "\(member)")
            }
            #expect(try await Self.play(stage, "one", times: 2) == ["1/1"])
            // In the midst of the epoch the key is rotated, and a new version published.
            await games.kill()
            try Self.rotateKeys(stage)
            games = try await stage.startGames()
            try await stage.publish(Self.games(isNewer: true), force: "a+test")
            #expect(try await Self.play(stage, "more", times: 1) == ["1/1"])
            try await stage.beginEpoch(of: "wheel", key: "1")
            #expect(try await Self.play(stage, "two", times: 2) == ["2/2"])
            try await stage.beginEpoch(of: "wheel", key: "2")
            let files = [
                try await stage.export(1, of: "wheel"), try await stage.export(2, of: "wheel"),
            ]
            let said = try await GamesStage.expectRight(files)
            try await Self.expectCommitted(committed, in: files, said, stage)
            try await Self.expectFound(in: files[1])
            await games.kill()
        }

        /// Puts a new key before the one that has sealed all seeds so far.
        private static func rotateKeys(_ stage: GamesStage) throws {
            let keys = [("second", "a7"), ("first", "5e")].map { name, byte in
                "\(name) \(String(repeating: byte, count: 32))\n"
            }
            try stage.write(keys.joined(), to: "seed-keys")
        }

        /// Has members play: for nothing, for points, and some for points that they do not have.
        ///
        /// - Returns: By which versions and in which epochs, each as `version/epoch`.
        private static func play(
            _ stage: GamesStage,
            _ name: String,
            times: Int
        ) async throws -> Set<String> {
            try await withThrowingTaskGroup(of: Set<String>.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        var seen: Set<String> = []
                        for member in stride(from: lane, to: members, by: 16) {
                            for number in 0..<(member < 40 ? times + 2 : times) {
                                let key = "\(name)-\(number)"
                                let member = "m-\(member)"
                                let play = try await stage.drawSurely("wheel", as: member, key: key)
                                guard let version = play["version"]?.integer,
                                    let epoch = play["epoch"]?.integer
                                else { continue }
                                seen.insert("\(version)/\(epoch)")
                            }
                        }
                        return seen
                    }
                }
                return try await group.reduce(into: []) { $0.formUnion($1) }
            }
        }

        /// What was readable before anybody played is what the epochs were played by: that of the
        /// second was an epoch before.
        private static func expectCommitted(
            _ committed: [GamesStage.ListedEpoch],
            in files: [String],
            _ said: String,
            _ stage: GamesStage
        ) async throws {
            let now = try await stage.epochs(of: "wheel")
            #expect(now.map(\.number) == [1, 2, 3, 4, 5])
            #expect(now.prefix(3).map(\.commitment) == committed.map(\.commitment))
            let opened = try #require(now[0].openedAt)
            #expect(now[1].committedAt <= opened && now[2].committedAt <= opened)
            var hashes: Set<JSON> = []
            for (file, epoch) in zip(files, committed) {
                #expect(said.contains("wheel, epoch \(epoch.number)"))
                let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
                let export = try JSONParser.parse(Array(bytes))
                #expect(export["commitment"]?.text == epoch.commitment)
                #expect(export["entries"]?.elements?.count ?? 0 > members)
                let cost = export["rules"]?["game"]?["cost"]
                #expect(cost == (epoch.number == 1 ? 20 : 15))
                hashes.insert(export["versionHash"] ?? .null)
            }
            #expect(hashes.count == 2)
        }

        /// One changed digit of a draw is found by both, and named by `jifen`.
        private static func expectFound(in file: String) async throws {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let place = try #require(text.range(of: "\"status\":\"drawn\"")?.upperBound)
            let draw = try #require(
                text.range(of: "\"integers\":[[\"21\",\"", range: place..<text.endIndex)
            )
            let digit = text[draw.upperBound]
            let changed = text.replacingCharacters(
                in: draw.upperBound...draw.upperBound,
                with: digit == "1" ? "2" : "1"
            )
            try changed.write(toFile: file + ".changed", atomically: true, encoding: .utf8)
            let (isRight, said) = try await GamesStage.jifen(["verify", file + ".changed"])
            #expect(!isRight)
            #expect(said.contains("the integers are "), "\(said)")
            #expect(said.contains("1 not;"))
            #expect(try await !GamesStage.isRightInPython(file + ".changed"))
        }
    }
}
