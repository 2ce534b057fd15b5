import CheckinDomain
import CheckinService
import Foundation
import JifenService
import Primitives
import ServiceHost
import Testing
import Wire
import Zones

@Suite("The check-in's section of the programme")
struct SectionTests {
    private static let points = AssetID(validated: "points")
    private static let tickets = AssetID(validated: "tickets")

    private static func points(_ amount: Int64) -> Award.Item { .asset(points, Points(amount)) }

    /// The rules of a section whose assets are points and tickets.
    private static func rules(_ checkin: JSON) throws -> CheckinRules {
        let section = try CheckinSection([
            "zone": "Asia/Tokyo",
            "assets": [["id": "points", "name": "積分", "expiry": 5], ["id": "tickets"]],
            "checkin": checkin,
        ])
        return try #require(section.rules)
    }

    @Test("a programme without the part has no check-in, one with an empty part counts the streak")
    func defaults() throws {
        let without = try CheckinSection(["zone": "UTC", "assets": [["id": "points"]]])
        #expect(without.rules == nil && without.zone == .utc)
        let zone = try #require(Zones.zone(named: "Asia/Tokyo"))
        #expect(try Self.rules([:]) == CheckinRules(zone: zone))
    }

    @Test("every part is read")
    func parts() throws {
        let file = try ProgrammeFile(
            yaml: """
                zone: Asia/Tokyo
                assets: [{id: points, name: P}, {id: tickets, name: T}, {id: cards, name: C}]
                checkin:
                  dayStart: "04:30"
                  ownZones: true
                  base: [1, 0, [2, {freezes: 1}], {asset: tickets, amount: 3}]
                  milestones:
                    - {at: 7, award: 20}
                    - {every: 30, award: [{asset: tickets, amount: 1}, {freezes: 1}]}
                  cumulative: [{days: 10, award: {product: mug, quantity: 2}}]
                  multipliers:
                    - id: weekend
                      group: day
                      times: 1.5
                      when: {weekdays: [saturday, sunday], levelAtLeast: 3, tag: vip88}
                    - {id: birthday, times: 2, when: {birthdayMonth: true}}
                  freezes: {atStart: 2, most: 3, every: 30, price: 30}
                  pauses: {daysPerYear: 14}
                  makeUp:
                    windowDays: 7
                    perMonth: 3
                    prices: [0, 20, {asset: tickets, amount: 40}]
                    card: {asset: cards}
                    award: 1
                  loss: {policy: decay, by: 3, floor: 1}
                """
        )
        let section = try CheckinSection(file.section(of: .checkin))
        #expect(section.rules == expected(in: section.zone))
    }

    /// What the file of the test above says.
    private func expected(in zone: Zone) -> CheckinRules {
        var rules = CheckinRules(zone: zone)
        rules.dayStartMs = 16_200_000
        rules.allowsOwnZones = true
        rules.base = [
            Award([Self.points(1)]), .nothing, Award([Self.points(2), .freezes(1)]),
            Award([.asset(Self.tickets, Points(3))]),
        ]
        rules.milestones = [
            Milestone(.at(7), Award([Self.points(20)])),
            Milestone(.every(30), Award([.asset(Self.tickets, Points(1)), .freezes(1)])),
        ]
        let mug = ProductID(validated: "mug")
        rules.cumulative = [CumulativeAward(days: 10, Award([.goods(mug, quantity: 2)]))]
        var weekend = AwardCondition()
        weekend.weekdays = [.saturday, .sunday]
        weekend.levelAtLeast = 3
        weekend.tag = "vip88"
        var birthday = AwardCondition()
        birthday.birthdayMonth = true
        rules.multipliers = [
            AwardMultiplier(
                id: "weekend",
                group: "day",
                times: Ratio(3, over: 2) ?? .one,
                condition: weekend
            ),
            AwardMultiplier(id: "birthday", times: Ratio(2, over: 1) ?? .one, condition: birthday),
        ]
        rules.freezes = FreezeRules(most: 3)
        rules.freezes?.atStart = 2
        rules.freezes?.every = 30
        rules.freezes?.price = Cost(asset: Self.points, amount: Points(30))
        rules.pausedDaysPerYear = 14
        rules.makeUps = MakeUpRules(windowDays: 7, perMonth: 3)
        rules.makeUps?.prices = [
            Cost(asset: Self.points, amount: .zero),
            Cost(asset: Self.points, amount: Points(20)),
            Cost(asset: Self.tickets, amount: Points(40)),
        ]
        rules.makeUps?.card = AssetID(validated: "cards")
        rules.makeUps?.award = Award([Self.points(1)])
        rules.loss = .decay(by: 3, floor: 1)
        return rules
    }

    @Test(
        "one award for every day is read in each of its forms",
        arguments: [
            (5, [[points(5)]]), (0, [[]]), (["amount": 5], [[points(5)]]),
            (["asset": "tickets", "amount": 1], [[.asset(tickets, Points(1))]]),
            (["product": "mug"], [[.goods(ProductID(validated: "mug"), quantity: 1)]]),
            ([[5, ["amount": 1]]], [[points(5), points(1)]]),
        ] as [(JSON, [[Award.Item]])]
    )
    func base(json: JSON, items: [[Award.Item]]) throws {
        #expect(try Self.rules(["base": json]).base == items.map(Award.init))
    }

    @Test("the starter programme has a cycle of 7 days, milestones, two freezes and make-ups")
    func starter() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "compose/programmes/starter.yaml").path
        let section = try CheckinSection(ProgrammeFile(path: path).section(of: .checkin))
        let rules = try #require(section.rules)

        #expect(rules.zone.name == "Asia/Shanghai" && rules.allowsOwnZones)
        #expect(rules.base == [1, 2, 3, 4, 5, 6, 10].map { Award([Self.points($0)]) })
        #expect(rules.milestones.map(\.reach) == [7, 14, 30, 100, 365].map { .at($0) })
        #expect(rules.freezes?.atStart == 2 && rules.freezes?.most == 2)
        #expect(rules.makeUps?.windowDays == 7 && rules.makeUps?.perMonth == 3)
        #expect(rules.makeUps?.prices.map(\.amount) == [10, 20, 40].map { Points($0) })
        #expect(rules.loss == .reset)
    }

    @Test("a later section may have other rules and other assets, but no other zone")
    func following() throws {
        func section(_ zone: JSON, _ asset: JSON) throws -> CheckinSection {
            try CheckinSection(["zone": zone, "assets": [["id": asset]], "checkin": ["base": 1]])
        }
        let first = try section("UTC", "points")
        #expect(try section("UTC", "gems").faults(following: first).isEmpty)
        #expect(
            try section("Asia/Tokyo", "points").faults(following: first).map(\.path) == ["zone"]
        )
    }
}
