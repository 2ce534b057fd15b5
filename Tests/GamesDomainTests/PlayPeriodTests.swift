import GamesDomain
import Primitives
import Testing

@Suite("Limits where clocks change")
struct PlayPeriodTests {
    /// An instant in a zone, and when its hour ends there.
    struct Row: Sendable, CustomTestStringConvertible {
        let zone: Zone
        let at: Instant
        let end: Instant

        init(_ zone: Zone, _ at: Instant, _ end: Instant) {
            (self.zone, self.at, self.end) = (zone, at, end)
        }

        var testDescription: String { "\(at) in \(zone.name)" }
    }

    private static let rows = [
        // Two o'clock comes twice, and is skipped in March.
        Row(.berlin, "2026-10-25T00:30", "2026-10-25T02:00"),
        Row(.berlin, "2026-10-25T01:30", "2026-10-25T02:00"),
        Row(.berlin, "2026-03-29T00:59", "2026-03-29T01:00"),
        Row(.berlin, "2026-03-29T01:00", "2026-03-29T02:00"),
        // Clocks change by half an hour, so that one o'clock lasts 90 minutes, and two o'clock 30.
        Row(.lordHowe, "2026-04-04T14:45", "2026-04-04T15:30"),
        Row(.lordHowe, "2026-04-04T15:10", "2026-04-04T15:30"),
        Row(.lordHowe, "2026-10-03T15:29", "2026-10-03T15:30"),
        Row(.lordHowe, "2026-10-03T15:30", "2026-10-03T16:00"),
        // Midnight comes twice, and the day only once.
        Row(.havana, "2026-11-01T04:30", "2026-11-01T06:00"),
        Row(.havana, "2026-11-01T05:30", "2026-11-01T06:00"),
        // A minute after midnight clocks go back into the evening before, whose day is over.
        Row(.stJohns, "2010-11-07T02:30", "2010-11-07T04:30"),
        Row(.stJohns, "2010-11-07T03:00", "2010-11-07T04:30"),
        Row(.stJohns, "2010-11-07T04:30", "2010-11-07T05:30"),
        // A whole date is skipped.
        Row(.apia, "2011-12-30T09:59", "2011-12-30T10:00"),
    ]

    @Test(
        "of an hour end with it, also where it comes twice, in part, or not at all",
        arguments: rows
    )
    func hours(_ row: Row) throws {
        var scene = try Scene(Self.rules(in: row.zone, PlayLimits(perHour: 1)))
        _ = try scene.begin(at: row.at)
        let refusal = PlayRefusal.limitReached(.hour, most: 1, left: 0, resetsAt: row.end)
        #expect(scene.refusal(at: row.at) == refusal)
        #expect(scene.refusal(at: row.end + -1) == refusal)
        #expect(scene.refusal(at: row.end) == nil)
    }

    private static let changes: [(Zone, Instant)] = [
        (.berlin, "2026-03-29T01:00"), (.berlin, "2026-10-25T01:00"),
        (.lordHowe, "2026-04-04T15:00"), (.lordHowe, "2026-10-03T15:30"),
        (.havana, "2026-11-01T05:00"), (.stJohns, "2010-11-07T02:31"),
        (.apia, "2011-12-30T10:00"),
    ]

    @Test("bind up to the instant that a refusal names, and no longer", arguments: changes)
    func resets(zone: Zone, change: Instant) throws {
        for limits in [PlayLimits(perHour: 1), PlayLimits(perDay: 1)] {
            let fresh = try Scene(Self.rules(in: zone, limits))
            for minutes in stride(from: Int64(-1_560), through: 1_560, by: 13) {
                let now = change + minutes * 60_000
                var scene = fresh
                _ = try scene.begin(at: now)
                guard
                    case .limitReached(_, most: 1, left: 0, resetsAt: let end?)? = scene.refusal(
                        at: now
                    )
                else {
                    Issue.record("nothing binds at \(now) in \(zone)")
                    continue
                }
                #expect(end > now, "\(now) in \(zone)")
                #expect(scene.refusal(at: end + -1) != nil, "\(now) to \(end) in \(zone)")
                #expect(scene.refusal(at: end) == nil, "\(now) to \(end) in \(zone)")
            }
        }
    }

    @Test("that count in a newer hour end with that hour")
    func newerHour() throws {
        var scene = try Scene(Self.rules(in: .utc, PlayLimits(perHour: 1)))
        let nine: Instant = "2026-03-01T09:00"
        _ = try scene.begin(at: nine)
        let refusal = PlayRefusal.limitReached(
            .hour,
            most: 1,
            left: 0,
            resetsAt: "2026-03-01T10:00"
        )
        #expect(scene.refusal(at: nine + -1) == refusal)
    }

    /// The first instant of a day of 25 or of 23 hours, and that of the next.
    private static let longAndShort: [(Instant, Instant)] = [
        ("2026-10-24T22:00", "2026-10-25T23:00"), ("2026-03-28T23:00", "2026-03-29T22:00"),
    ]

    @Test(
        "and chances and stock of a day are those of one day, however long it is",
        arguments: longAndShort
    )
    func days(start: Instant, end: Instant) throws {
        let mug = Prize.points("mug") {
            $0.stock.perDay = 2
            $0.substitute = "none"
        }
        var rules = LotteryRules.of([mug, .none()])
        rules.terms = .of(.berlin) {
            $0.free.perDay = 1
            $0.limits.perDay = 3
        }
        var scene = try Scene(rules)
        // What the evening before has used up counts no longer.
        for _ in 0..<2 { try scene.draw(rolling: "mug", at: start + -1) }
        var given: [PrizeID] = []
        for now in [start, start, end + -1] {
            let reservation = try scene.begin(at: now)
            let isFree = reservation.payment == .chances(daily: 1, kept: 0)
            #expect(isFree == given.isEmpty)
            given += scene.settle(reservation, rolling: ["mug"], at: now).map(\.giving.given)
        }
        #expect(given == ["mug", "mug", "none"])
        let refusal = PlayRefusal.limitReached(.day, most: 3, left: 0, resetsAt: end)
        #expect(scene.refusal(at: end + -1) == refusal)
        let next = try scene.begin(at: end)
        #expect(next.payment == .chances(daily: 1, kept: 0))
        let outcome = scene.settle(next, rolling: ["mug"], at: end)[0]
        #expect(outcome.giving.given == "mug")
    }

    private static func rules(in zone: Zone, _ limits: PlayLimits) -> LotteryRules {
        var rules = LotteryRules.of([.points("p")])
        rules.terms = .of(zone) { $0.limits = limits }
        return rules
    }
}

extension Zone {
    private static let hour: Int64 = 3_600_000

    /// A zone whose clocks change in March and in October of 2026.
    static let berlin = Zone(
        name: "Europe/Berlin",
        firstOffsetMs: hour,
        stretches: [
            Stretch(from: "2026-03-29T01:00", offsetMs: 2 * hour),
            Stretch(from: "2026-10-25T01:00", offsetMs: hour),
        ]
    )

    fileprivate static let lordHowe = Zone(
        name: "Australia/Lord_Howe",
        firstOffsetMs: 11 * hour,
        stretches: [
            Stretch(from: "2026-04-04T15:00", offsetMs: 10 * hour + hour / 2),
            Stretch(from: "2026-10-03T15:30", offsetMs: 11 * hour),
        ]
    )

    fileprivate static let havana = Zone(
        name: "America/Havana",
        firstOffsetMs: -4 * hour,
        stretches: [Stretch(from: "2026-11-01T05:00", offsetMs: -5 * hour)]
    )

    fileprivate static let stJohns = Zone(
        name: "America/St_Johns",
        firstOffsetMs: -2 * hour - hour / 2,
        stretches: [Stretch(from: "2010-11-07T02:31", offsetMs: -3 * hour - hour / 2)]
    )

    fileprivate static let apia = Zone(
        name: "Pacific/Apia",
        firstOffsetMs: -10 * hour,
        stretches: [Stretch(from: "2011-12-30T10:00", offsetMs: 14 * hour)]
    )
}
