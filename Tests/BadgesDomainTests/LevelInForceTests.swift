import BadgesDomain
import Primitives
import TestSupport
import Testing

@Suite("The level in force")
struct LevelInForceTests {
    private static let rules = LevelRules(
        [0, 100, 200].map { LevelRules.Step(id: LevelID(validated: "l\($0)"), entry: $0) }
    )

    private static func grant(_ level: Int64, _ first: Int64, _ last: Int64) -> LevelGrant {
        LevelGrant(
            level: level,
            firstDay: CalendarDay(daysSinceEpoch: first),
            lastDay: CalendarDay(daysSinceEpoch: last)
        )
    }

    @Test(
        "is the highest of the earned one and those that run",
        arguments: [
            (earned: 0, grants: [], level: 0, first: nil, last: nil),
            (earned: 2, grants: [], level: 2, first: nil, last: nil),
            (earned: 1, grants: [grant(3, 5, 9)], level: 3, first: 5, last: 9),
            (earned: 3, grants: [grant(3, 5, 9)], level: 3, first: nil, last: nil),
            (earned: 1, grants: [grant(2, 5, 30), grant(3, 6, 9)], level: 3, first: 6, last: 9),
            (earned: 1, grants: [grant(2, 5, 9), grant(2, 7, 8)], level: 2, first: 5, last: 9),
            // Of the three levels that are left the highest is meant.
            (earned: 1, grants: [grant(7, 5, 9), grant(3, 4, 6)], level: 3, first: 4, last: 9),
        ] as [(earned: Int64, grants: [LevelGrant], level: Int64, first: Int64?, last: Int64?)]
    )
    func highest(
        earned: Int64,
        grants: [LevelGrant],
        level: Int64,
        first: Int64?,
        last: Int64?
    ) {
        for grants in [grants, grants.reversed()] {
            let inForce = LevelInForce(earned: earned, grants, by: Self.rules)
            #expect(inForce.level == level)
            #expect(inForce.days?.lowerBound.daysSinceEpoch == first)
            #expect(inForce.days?.upperBound.daysSinceEpoch == last)
        }
    }
}
