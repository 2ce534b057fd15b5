import Foundation
import Primitives
import TestSupport
import Testing
import Wire

@Suite("What the load is made of")
struct LoadPartsTests {
    @Test(
        "A share of the times is told to 4 %",
        arguments: [1, 31, 32, 33, 700, 65_536, 9_999_999]
    )
    func quantiles(microseconds: Int) {
        var histogram = LoadHistogram()
        for _ in 0..<98 { histogram.add(.microseconds(microseconds)) }
        for _ in 0..<2 { histogram.add(.seconds(3_000_000)) }
        let exact = Double(microseconds) / 1000
        #expect(histogram.quantile(0) >= exact && histogram.quantile(0.98) <= exact * 1.04)
        #expect(histogram.quantile(0.99) > 1_000_000)
        #expect(LoadHistogram().quantile(0.5) == 0)
    }

    @Test("The schedule does not wait for answers, and gives way after a second")
    func schedule() {
        let start = ContinuousClock.now
        let schedule = LoadSchedule(rate: 100)
        #expect(schedule.next(at: start) == nil)
        schedule.begin(at: start)
        #expect(schedule.next(at: start) == start)
        #expect(schedule.next(at: start + .seconds(1)) == start + .milliseconds(10))
        #expect(schedule.givenWay == 0)
        let late = start + .seconds(2)
        #expect(schedule.next(at: late) == late)
        #expect(schedule.givenWay == 1)
        #expect(schedule.rate == 90)
        schedule.end()
        #expect(schedule.next(at: late) == nil)
    }

    @Test("The programme's day ends with the next full hour", arguments: 0..<48)
    func night(hour: Int64) throws {
        let now = Instant(milliseconds: (490_000 + hour) * 3_600_000 + 17)
        let night = LoadNight(after: now)
        #expect(night.midnight.milliseconds - now.milliseconds == 3_600_000 - 17)
        let zone = try #require(TimeZone(identifier: night.zone))
        let instant = Date(timeIntervalSince1970: Double(night.midnight.milliseconds) / 1000)
        let local = night.midnight.milliseconds + Int64(zone.secondsFromGMT(for: instant)) * 1000
        #expect(local.isMultiple(of: 86_400_000))
        #expect(local / 86_400_000 == night.day.daysSinceEpoch + 1)
    }

    @Test("A statement whose lines do not follow on each other is found")
    func statement() {
        let newer: JSON = [
            "kind": "debit", "asset": "points", "amount": 3, "balanceAfter": 5,
        ]
        let other: JSON = ["kind": "hold", "asset": "tickets", "amount": 3, "balanceAfter": 1]
        func older(_ balance: Int64) -> JSON {
            ["kind": "credit", "asset": "points", "amount": 8, "balanceAfter": .integer(balance)]
        }
        #expect(LoadStatement.fault(in: ["items": [newer, other, older(8)]]) == nil)
        #expect(LoadStatement.fault(in: ["items": [newer, other, older(7)]]) != nil)
        #expect(LoadStatement.fault(in: ["checked": 0]) != nil)
    }

    @Test(
        "An answer counts for what it says, and only where it is an answer to the request",
        arguments: [
            (201, "m-7", 5, nil, 5), (201, "m-8", 5, nil, nil), (201, "m-7", 6, nil, nil),
            (409, "", 0, true, 0), (409, "", 0, nil, nil), (500, "m-7", 5, nil, nil),
        ] as [(Int64, String, Int64, Bool?, Int64?)]
    )
    func outcome(
        status: Int64,
        member: String,
        amount: Int64,
        isFinal: Bool?,
        earned: Int64?
    ) {
        let operation = LoadOperation(
            member: 7,
            work: .credit(.init(asset: .points, amount: 5), endsTonight: false),
            key: "k"
        )
        let transfer: JSON = [
            "id": "t", "member": .string(member), "asset": "points", "amount": .integer(amount),
        ]
        let answer: JSON =
            isFinal.map { ["final": .bool($0)] } ?? ["transfer": transfer]
        // Lost is which fault it is, which only people read.
        let outcome = try? operation.outcome(status, answer)
        #expect(outcome?.points.earned == earned)
    }

    @Test("A balance that is not what was acknowledged is found, before and after the day's end")
    func balance() {
        let night = LoadNight(after: Instant(milliseconds: 1_800_000_000_000))
        var member = LoadMember()
        member.begin()
        #expect(!member.isQuiet)
        var outcome = LoadOutcome(tonight: 4)
        outcome.add(.points, earned: 10, spent: 3)
        member.end(outcome)
        #expect(member.isQuiet)
        let none: JSON = [
            "available": 0, "pending": 0, "held": 0, "earnedTotal": 0, "spentTotal": 0,
        ]
        func answer(_ available: Int64, at instant: Instant) -> JSON {
            let points: JSON = [
                "available": .integer(available), "pending": 2, "held": 1, "earnedTotal": 8,
                "spentTotal": 3,
            ]
            return [
                "asOf": .string(instant.description),
                "assets": ["points": points, "tickets": none],
            ]
        }
        let before = Instant(milliseconds: night.midnight.milliseconds - 1)
        #expect(member.fault(in: answer(4, at: before), night) == nil)
        #expect(member.fault(in: answer(0, at: before), night) != nil)
        #expect(member.fault(in: answer(0, at: night.midnight), night) == nil)
        #expect(member.fault(in: answer(4, at: night.midnight), night) != nil)
    }
}
