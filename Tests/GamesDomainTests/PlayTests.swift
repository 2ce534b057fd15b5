import GamesDomain
import Primitives
import Testing

@Suite("Plays")
struct PlayTests {
    private static func rules(_ change: (inout GameTerms) -> Void) -> LotteryRules {
        .of([.points("p")]) { rules in
            change(&rules.terms)
            rules.ten = TenDraws()
        }
    }

    @Test("begin within the campaign only")
    func window() throws {
        let scene = try Scene(Self.rules { $0.window = .campaign })
        let from: Instant = "2026-03-01T00:00"
        let until: Instant = "2026-03-11T00:00"
        #expect(scene.refusal(at: from + -1) == .notYetOpen(opens: from))
        #expect(scene.refusal(at: from) == nil)
        #expect(scene.refusal(at: until + -1) == nil)
        #expect(scene.refusal(at: until) == .closed(since: until))
    }

    @Test("are refused to those who are not eligible, with each condition that is not met")
    func eligibility() throws {
        let tags = Eligibility.any([.tag("vip"), .tag("staff")])
        let condition = Eligibility.all([
            .levelAtLeast(2), tags, .not(.channel("web")), .growthAtLeast(0),
        ])
        var scene = try Scene(Self.rules { $0.eligibility = condition })
        scene.traits = Traits(level: 1, channel: "web")
        #expect(
            scene.refusal() == .notEligible([.levelAtLeast(2), tags, .not(.channel("web"))])
        )
        scene.traits = Traits(level: 2, tags: ["vip"], channel: "app")
        #expect(scene.refusal() == nil)
        #expect(!Eligibility.any([]).holds(for: scene.traits, on: "2026-03-01"))
    }

    @Test("are of one draw, or of ten where the rules offer them")
    func counts() throws {
        let scene = try Scene(Self.rules { _ in })
        for count in [0, -1, 2, 9, 11, .max, .min] as [Int64] {
            #expect(scene.refusal(count) == .countNotOffered(count))
        }
        #expect(scene.refusal(10) == nil)
        #expect(try Scene(.of()).refusal(10) == .countNotOffered(10))
    }

    @Test("of a day are counted by the programme's zone, at its very edge")
    func days() throws {
        var rules = Self.rules { _ in }
        rules.terms = .of(.shanghai) { $0.limits.perDay = 2 }
        var scene = try Scene(rules)
        let midnight: Instant = "2026-03-01T16:00"
        for _ in 0..<2 { _ = try scene.begin(at: midnight + -1) }
        let refusal = PlayRefusal.limitReached(.day, most: 2, left: 0, resetsAt: midnight)
        #expect(scene.refusal(at: midnight + -1) == refusal)
        #expect(scene.refusal(at: midnight) == nil)
        for _ in 0..<2 { _ = try scene.begin(at: midnight) }
        // An instant before midnight that comes late counts for the day that has begun.
        #expect(scene.refusal(at: midnight + -1) != nil)
    }

    @Test("of an hour, of the campaign and of all members are counted too")
    func limits() throws {
        var scene = try Scene(Self.rules { $0.limits = PlayLimits(perHour: 1, perCampaign: 3) })
        let hour: Instant = "2026-03-01T09:00"
        _ = try scene.begin(at: hour + -1)
        let refusal = PlayRefusal.limitReached(.hour, most: 1, left: 0, resetsAt: hour)
        #expect(scene.refusal(at: hour + -1) == refusal)
        _ = try scene.begin(at: hour)
        _ = try scene.begin(at: "2026-03-02T09:00")
        let last = PlayRefusal.limitReached(.campaign, most: 3, left: 0, resetsAt: nil)
        #expect(scene.refusal(at: "2026-03-03T09:00") == last)
        var other = try Scene(Self.rules { $0.limits.total = 12 })
        _ = try other.begin(10)
        other.player = Player(newTo: other.lottery.rules.terms)
        let total = PlayRefusal.limitReached(.total, most: 12, left: 2, resetsAt: nil)
        #expect(other.refusal(10) == total)
        #expect(other.refusal(1) == nil)
    }

    @Test("are paid in one kind: by free chances if there are enough for all, else by a cost")
    func payment() throws {
        var scene = try Scene(
            Self.rules {
                $0.free = FreeChances(perDay: 2, atStart: 1)
                $0.costs = [.tickets(1), .points(20)]
            }
        )
        #expect(try scene.begin(10).payment == .charge([.tickets(10), .points(200)]))
        #expect(try scene.begin().payment == .chances(daily: 1, kept: 0))
        #expect(try scene.begin().payment == .chances(daily: 1, kept: 0))
        #expect(try scene.begin().payment == .chances(daily: 0, kept: 1))
        #expect(try scene.begin().payment == .charge([.tickets(1), .points(20)]))
        #expect(try scene.begin(at: "2026-03-02T08:00").payment == .chances(daily: 1, kept: 0))
    }

    @Test("for which nothing can be paid need free chances")
    func free() throws {
        var scene = try Scene(
            Self.rules {
                $0.costs = []
                $0.free.perDay = 1
            }
        )
        let midnight: Instant = "2026-03-02T00:00"
        #expect(scene.refusal(10) == .noChances(left: 1, resetsAt: midnight))
        _ = try scene.begin()
        #expect(scene.refusal() == .noChances(left: 0, resetsAt: midnight))
    }

    @Test("that are refused give back all but their nonces", arguments: [1, 10] as [Int64])
    func giveBack(count: Int64) throws {
        var scene = try Scene(
            Self.rules {
                $0.free = FreeChances(perDay: 3, atStart: 2)
                $0.limits = PlayLimits(perHour: 30, perDay: 30, perCampaign: 30, total: 30)
            }
        )
        var untouched = scene
        let reservation = try scene.begin(count)
        scene.lottery.giveBack(reservation, &scene.state, &scene.player)
        #expect(scene.player.nextNonce(in: 1) == count + 1)
        scene.epoch = 2
        untouched.epoch = 2
        let next = try untouched.begin(count)
        #expect(try scene.begin(count) == next)
        #expect(scene.player == untouched.player && scene.state == untouched.state)
    }

    @Test("that are refused on the next day give nothing back to that day")
    func lateGiveBack() throws {
        var scene = try Scene(
            Self.rules {
                $0.free.perDay = 1
                $0.limits.perDay = 2
            }
        )
        let late = try scene.begin(at: "2026-03-01T23:59")
        for _ in 0..<2 { _ = try scene.begin(at: "2026-03-02T00:00") }
        scene.lottery.giveBack(late, &scene.state, &scene.player)
        #expect(scene.refusal(at: "2026-03-02T00:00") != nil)
        #expect(scene.player.reserved == 2)
    }

    @Test("that count in a newer day are taken back from that day")
    func countedLater() throws {
        var scene = try Scene(
            Self.rules {
                $0.free.perDay = 2
                $0.limits = PlayLimits(perHour: 9, perDay: 9)
            }
        )
        let midnight: Instant = "2026-03-02T00:00"
        _ = try scene.begin(at: midnight)
        let before = scene.player
        let late = try scene.begin(at: midnight + -1)
        #expect(late.begun == midnight + -1)
        #expect(late.period == PlayPeriod(at: midnight, in: .utc))
        #expect(late.payment == .chances(daily: 1, kept: 0))
        scene.lottery.giveBack(late, &scene.state, &scene.player)
        #expect(scene.player.onDay == before.onDay && scene.player.inHour == before.inHour)
        #expect(scene.player.freeUsed == before.freeUsed)
    }

    @Test("are drawn after the campaign, and by the level that the member had, as reserved")
    func reserved() throws {
        let prize = Prize.points("p") {
            $0.levelAtLeast = 5
            $0.substitute = "none"
        }
        var scene = try Scene(.of([prize, .none()]) { $0.terms.window = .campaign })
        scene.traits.level = 5
        let reservation = try scene.begin(at: "2026-03-10T23:59")
        scene.traits.level = 0
        let outcome = scene.settle(reservation, rolling: ["p"], at: "2026-03-11T00:10")[0]
        #expect(outcome.giving.given == "p")
    }
}
