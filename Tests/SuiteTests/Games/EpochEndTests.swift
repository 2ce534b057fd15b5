import Access
import Calls
import Foundation
import Primitives
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("The end of an epoch")
    struct EpochEndTests {
        /// How an epoch ends.
        enum End: String, CaseIterable, Sendable {
            /// Its day is over, by the test clock.
            case midnight
            /// An operator begins the next one early.
            case operators
        }

        private static let members = 24
        private static let playsEach = 12
        private static let ends = 3

        private static let games: [JSON.Member] = [
            .init(
                "lotteries",
                [
                    [
                        "id": "wheel", "free": ["perDay": 1], "cost": 20,
                        "pity": [["pool": "gold", "tier": 1, "hard": 5]],
                        "prizes": [
                            [
                                "id": "gold", "points": 30, "weight": 1, "tier": 1, "stock": 20,
                                "substitute": "some",
                            ],
                            ["id": "some", "points": 5, "weight": 4, "tier": 1],
                            ["id": "none", "nothing": true, "weight": 5],
                        ],
                    ]
                ]
            )
        ]

        @Test(
            "nine kills: no gap, each play in just one epoch, and exports that are right",
            arguments: End.allCases
        )
        func killed(_ end: End) async throws {
            let stage = try await GamesStage()
            let gateway = try await stage.stage.startFirst()
            let games = try await stage.startGames(end.settings)
            try await stage.publish(Self.games)
            for member in 0..<Self.members / 2 {
                try await gateway.credit(150, to: "m-\(member)", key: "\(member)")
            }
            let played = PlayTally(games)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for member in 0..<Self.members {
                    group.addTask {
                        for number in 0..<Self.playsEach {
                            let (name, key) = ("m-\(member)", "k-\(number)")
                            let play = try await stage.drawSurely("wheel", as: name, key: key)
                            await played.add(play, of: name)
                        }
                    }
                }
                group.addTask { try await Self.endThrice(by: end, stage, played) }
                try await group.waitForAll()
            }
            try await stage.beginEpoch(of: "wheel", key: "last")
            let files = try await Self.exports(of: stage)
            try await GamesStage.expectRight(files)
            try await Self.expectOnce(played.plays, in: files, stage)
            try await stage.expectReconciled()
        }

        /// Ends three epochs while members play, each time with three kills.
        private static func endThrice(
            by end: End,
            _ stage: GamesStage,
            _ played: PlayTally
        ) async throws {
            let days = try await end.midnights(stage)
            for number in 0..<ends {
                let mark = members * playsEach * (number + 1) / (ends + 1)
                try await eventually("\(mark) plays are made") { await played.count >= mark }
                if let midnight = days?[number] {
                    // The last instant of the day, at which some play on.
                    let eve = Instant(milliseconds: midnight.milliseconds - 1)
                    _ = try await stage.setClock(to: eve)
                    try await eventually("some play on") { await played.count >= mark + 6 }
                }
                for delay in [0, 6, 30] {
                    // Lost is the answer of a service that was killed over it.
                    async let _ = try? once(end, number, days?[number], stage)
                    try await Task.sleep(for: .milliseconds(delay))
                    await played.process.kill()
                    await played.keep(try await stage.startGames(end.settings))
                }
                try await eventually("the epoch has ended") {
                    // Lost is why the call failed, which is made again.
                    (try? await once(end, number, days?[number], stage)) == true
                }
            }
        }

        /// Ends an epoch, and says whether that was answered.
        private static func once(
            _ end: End,
            _ number: Int,
            _ midnight: Instant?,
            _ stage: GamesStage
        ) async throws -> Bool {
            if let midnight { return try await stage.setClock(to: midnight).status == 200 }
            return try await stage.tryBeginEpoch(of: "wheel", key: "end-\(number)").status == 201
        }

        /// The exports of all epochs that are over, after a look at their numbers.
        private static func exports(of stage: GamesStage) async throws -> [String] {
            let epochs = try await stage.epochs(of: "wheel")
            let audit = try await stage.operated(.get, "/v1/audit?limit=200").json
            let begun = (audit["items"]?.elements ?? []).count { $0["action"] == "epoch.begin" }
            let days = zip(epochs, epochs.dropFirst()).count {
                $1.day != nil && $0.day != $1.day
            }
            // The first one, those of further days and of operators, and two that are to come.
            #expect(epochs.map(\.number) == Array(1...Int64(1 + days + begun + 2)))
            #expect(days + begun >= ends + 1)
            let over = epochs.dropLast(3)
            var files: [String] = []
            for epoch in over { files.append(try await stage.export(epoch.number, of: "wheel")) }
            return files
        }

        /// Finds each play in just one export, and no other in any.
        private static func expectOnce(
            _ plays: [PlayTally.Play],
            in files: [String],
            _ stage: GamesStage
        ) async throws {
            var entered: [String: Int] = [:]
            for file in files {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
                let export = try JSONParser.parse(Array(bytes))
                for entry in export["entries"]?.elements ?? [] {
                    let player = entry["player"]?.text ?? ""
                    let nonce = entry["nonce"]?.integer ?? 0
                    entered["\(player) \(entry["epoch"]?.integer ?? 0) \(nonce)", default: 0] += 1
                }
            }
            #expect(entered.values.allSatisfy { $0 == 1 })
            // Those that were refused, for want of points, are entered as all others.
            #expect(entered.count == members * playsEach)
            #expect(plays.count > members * playsEach / 3)
            for name in Set(plays.map(\.member)) {
                let page = try await stage.send(.get, "/v1/lotteries/wheel", as: name).json
                let player = page["player"]?["pseudonym"]?.text ?? ""
                for play in plays where play.member == name {
                    #expect(entered["\(player) \(play.epoch) \(play.nonce)"] == 1)
                }
            }
        }
    }

    /// What plays were answered, and the process that runs.
    private actor PlayTally {
        struct Play {
            let member: String
            let epoch: Int64
            let nonce: Int64
        }

        /// The plays that were drawn.
        private(set) var plays: [Play] = []
        /// How many were settled, refused ones included.
        private(set) var count = 0
        private(set) var process: ServiceProcess

        init(_ process: ServiceProcess) { self.process = process }

        func add(_ answer: JSON, of member: String) {
            count += 1
            guard let epoch = answer["epoch"]?.integer, let nonce = answer["firstNonce"]?.integer
            else { return }
            plays.append(Play(member: member, epoch: epoch, nonce: nonce))
        }

        func keep(_ process: ServiceProcess) { self.process = process }
    }
}

extension RealProcesses.EpochEndTests.End {
    /// The settings of the service that it needs.
    fileprivate var settings: [String: String] { self == .midnight ? ["test-clock": "true"] : [:] }

    /// The next midnights of the programme's zone by the test clock; nil without one.
    fileprivate func midnights(_ stage: GamesStage) async throws -> [Instant]? {
        guard self == .midnight else { return nil }
        let clock = try await stage.operated(.get, "/v1/clock").json
        let now = try #require(clock["now"]?.text.flatMap { Instant($0) })
        let (day, ahead) = (Int64(86_400_000), Int64(28_800_000))
        let today = (now.milliseconds + ahead) / day
        return (1...3).map { Instant(milliseconds: (today + $0) * day - ahead) }
    }
}
