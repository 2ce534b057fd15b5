import GamesDomain
import Primitives
import Testing

@Suite("Who may play")
struct EligibilityTests {
    private static func traits(
        birthday: String? = nil,
        registeredOn: CalendarDay? = nil,
        badges: Set<String> = []
    ) -> Traits {
        Traits(
            birthday: Birthday(newest: birthday.flatMap { YearlyDate($0) }),
            registeredOn: registeredOn,
            badges: badges
        )
    }

    /// A lottery in Shanghai, whose midnight is 16:00 in UTC.
    private static func scene(_ condition: Eligibility, _ traits: Traits) throws -> Scene {
        var rules = LotteryRules.of([.points("p")])
        rules.terms = .of(.shanghai) { $0.eligibility = condition }
        var scene = try Scene(rules)
        scene.traits = traits
        return scene
    }

    @Test(
        "a birthday and its month begin and end at midnight of the programme's zone",
        arguments: [
            (.birthday, "03-02", "2026-03-01T16:00", "2026-03-02T16:00"),
            (.birthday, "02-29", "2026-02-27T16:00", "2026-02-28T16:00"),
            (.birthday, "02-29", "2028-02-28T16:00", "2028-02-29T16:00"),
            (.birthday, "01-01", "2025-12-31T16:00", "2026-01-01T16:00"),
            (.birthdayMonth, "03-02", "2026-02-28T16:00", "2026-03-31T16:00"),
            (.birthdayMonth, "02-29", "2026-01-31T16:00", "2026-02-28T16:00"),
            (.birthdayMonth, "12-31", "2026-11-30T16:00", "2026-12-31T16:00"),
        ] as [(Eligibility, String, Instant, Instant)]
    )
    func birthdays(condition: Eligibility, date: String, from: Instant, until: Instant) throws {
        let scene = try Self.scene(condition, Self.traits(birthday: date))
        let refusal = PlayRefusal.notEligible([condition])
        #expect(scene.refusal(at: from + -1) == refusal)
        #expect(scene.refusal(at: from) == nil)
        #expect(scene.refusal(at: until + -1) == nil)
        #expect(scene.refusal(at: until) == refusal)
    }

    @Test("a member becomes one of so many days at midnight, and is new until then")
    func registration() throws {
        let member = Self.traits(registeredOn: "2026-03-01")
        // The 30th day behind the first of March begins.
        let midnight: Instant = "2026-03-30T16:00"
        let old = try Self.scene(.registeredDaysAtLeast(30), member)
        #expect(old.refusal(at: midnight + -1) == .notEligible([.registeredDaysAtLeast(30)]))
        #expect(old.refusal(at: midnight) == nil)
        let new = try Self.scene(.registeredDaysAtMost(29), member)
        #expect(new.refusal(at: midnight + -1) == nil)
        #expect(new.refusal(at: midnight) == .notEligible([.registeredDaysAtMost(29)]))
    }

    @Test("of the day of registration no day has passed, nor of one that lies ahead")
    func firstDay() throws {
        for day in ["2026-03-01", "2026-03-02", "9999-12-31"] as [CalendarDay] {
            let member = Self.traits(registeredOn: day)
            let now: Instant = "2026-02-28T16:00"
            #expect(try Self.scene(.registeredDaysAtMost(0), member).refusal(at: now) == nil)
            #expect(try Self.scene(.registeredDaysAtLeast(0), member).refusal(at: now) == nil)
            #expect(try Self.scene(.registeredDaysAtLeast(1), member).refusal(at: now) != nil)
        }
    }

    @Test("a badge is held or not, and each condition that is not met is named")
    func badges() throws {
        let condition = Eligibility.all([
            .badge("runner:gold"), .birthday, .registeredDaysAtMost(7), .registeredDaysAtLeast(0),
        ])
        let stranger = try Self.scene(condition, Self.traits(badges: ["runner:silver"]))
        #expect(
            stranger.refusal()
                == .notEligible([
                    .badge("runner:gold"), .birthday, .registeredDaysAtMost(7),
                    .registeredDaysAtLeast(0),
                ])
        )
        let known = Self.traits(
            birthday: "03-01",
            registeredOn: "2026-02-27",
            badges: ["runner:gold"]
        )
        #expect(try Self.scene(condition, known).refusal() == nil)
    }

    @Test("what is not known of a member it does not have, so that the opposite holds")
    func unknown() throws {
        for condition in [
            .birthday, .birthdayMonth, .registeredDaysAtLeast(0),
            .registeredDaysAtMost(36_500), .badge("a"),
        ] as [Eligibility] {
            #expect(try Self.scene(condition, Traits()).refusal() == .notEligible([condition]))
            #expect(try Self.scene(.not(condition), Traits()).refusal() == nil)
        }
    }

    @Test("the names of badges are as long as those of tags")
    func names() throws {
        let name = String(repeating: "a", count: 65)
        var rules = LotteryRules.of()
        rules.terms.eligibility = .badge(name)
        #expect(rules.faults.map(\.path) == ["eligibility"])
        rules.terms.eligibility = .badge(String(name.dropLast()))
        #expect(rules.faults.isEmpty)
    }
}
