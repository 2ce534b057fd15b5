import Access
import Calls
import CheckinService
import Primitives
import Sections
import TestSupport
import Testing
import Wire

@Suite("The benefits of levels for check-ins", .timeLimit(.minutes(2)))
struct LevelBenefitTests {
    private static func section(_ steps: JSON, _ checkin: JSON = ["base": 10]) -> JSON {
        [
            "zone": "Asia/Shanghai",
            "assets": [["id": "points", "name": "积分"], ["id": "tickets", "name": "券"]],
            "checkin": checkin, "levels": ["steps": steps],
        ]
    }

    private static let steps: JSON = [
        ["id": "bronze", "at": 0], ["id": "silver", "benefits": ["checkin": .number("1.1")]],
        ["id": "gold", "benefits": ["checkin": 2, "earning": 9]],
    ]

    @Test("are those of the highest level that the member has when it checks in")
    func levels() async throws {
        let twice: JSON = [["id": "all", "times": 2]]
        let programme = Self.section(Self.steps, ["base": 10, "multipliers": twice])
        try await Checkin.serving(programme) { checkin in
            let expected: [(level: Int64?, points: Int64)] = [
                (nil, 20), (0, 20), (1, 20), (2, 22), (3, 40), (4, 40),
            ]
            for (index, line) in expected.enumerated() {
                let member = "m-\(index)"
                if let level = line.level {
                    try await checkin.done(
                        checkin.client,
                        .put,
                        "/v1/members/\(member)/traits",
                        ["level": ["value": .integer(level), "version": 1]]
                    )
                }
                let body: JSON = ["member": .string(member)]
                let answer = try await checkin.send(.post, "/v1/checkins", body, by: .service)
                #expect(answer.text.contains("\"amount\":\(line.points)"), "\(answer.text)")
            }
        }
    }

    @Test(
        "are refused with the path of each fault",
        arguments: [
            ([["id": "a", "benefits": ["checkin": 101]]], ["levels.steps[0].benefits.checkin"]),
            (
                [["id": "a", "benefits": ["checkin": .number("1.0001")]]],
                ["levels.steps[0].benefits.checkin"]
            ),
            (
                [["id": "a", "benefits": ["checkin": .number("1.001")]]],
                [
                    "levels.steps[0].benefits.checkin"
                ]
            ),
            ([["id": "a", "benefits": ["checkin": .number("99.9")]]], []),
            ([["id": "a", "benefits": ["earning": .number("1.0001")]]], []),
        ] as [(JSON, [String])]
    )
    func faults(steps: JSON, paths: [String]) {
        #expect(Self.paths(Self.section(steps)) == paths)
    }

    @Test("count as one group among the six, and no multiplier may bear their names")
    func together() {
        func multipliers(_ count: Int, _ name: String) -> JSON {
            let list = (0..<count).map { index -> JSON in
                ["id": .string("\(name)\(index)"), "times": 1]
            }
            return ["base": 1, "multipliers": .array(list)]
        }
        #expect(Self.paths(Self.section(Self.steps, multipliers(5, "m"))) == [])
        #expect(
            Self.paths(Self.section(Self.steps, multipliers(6, "m"))) == ["checkin.multipliers"]
        )
        let named: JSON = ["base": 1, "multipliers": [["id": "level-gold", "times": 1]]]
        #expect(Self.paths(Self.section(Self.steps, named)) == ["checkin.multipliers[0].id"])
    }

    private static func paths(_ section: JSON) -> [String] {
        do throws(ProgrammeFaults) {
            _ = try CheckinSection(section)
            return []
        } catch {
            return error.faults.map(\.path)
        }
    }
}
