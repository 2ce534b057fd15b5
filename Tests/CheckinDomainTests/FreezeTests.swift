import CheckinDomain
import Primitives
import Testing

@Suite("Freezes")
struct FreezeTests {
    private static let rules = CheckinRules.of { rules in
        rules.freezes = FreezeRules(most: 2)
        rules.freezes?.price = .points(100)
    }

    @Test(
        "a freeze covers one missed day; with two held, of three missed days two are frozen",
        arguments: [
            ("x.x", 2, "xfx", 2), ("x..x", 2, "xffx", 2), ("x...x", 2, "xff.x", 1),
            ("x.x", 0, "x.x", 1), ("x....x", 1, "xf...x", 1), ("x.x.x.x", 2, "xfxfx.x", 1),
        ] as [(String, Int64, String, Int64)]
    )
    func covers(played: String, held: Int64, calendar: String, streak: Int64) throws {
        var scene = Scene(Self.rules)
        scene.play("x")
        if held > 0 { try scene.member.giveFreezes(held, at: "2026-01-01T13:00", Self.rules) }
        scene.play(String(played.dropFirst()), from: "2026-01-02")

        #expect(scene.calendar == calendar)
        #expect(scene.member.streak.value == streak)
        #expect(scene.member.streak == scene.recomputed)
    }

    private func refusal<Result>(
        _ command: () throws(FreezeRefusal) -> Result
    ) -> FreezeRefusal? {
        do throws(FreezeRefusal) {
            _ = try command()
            return nil
        } catch {
            return error
        }
    }

    @Test("one bought after the miss covers the next one, never the one before")
    func boughtAfter() throws {
        var scene = Scene(Self.rules)
        scene.play("xx.")
        // The streak is lost: a freeze that comes now has nothing to cover.
        try scene.member.giveFreezes(1, at: "2026-01-04T00:00", Self.rules)
        scene.play(".x.x", from: "2026-01-04")

        #expect(scene.calendar == "xx..xfx")
        #expect(scene.member.freezes.held == 0)
    }

    @Test("one that is being paid covers nothing yet, and keeps its place under the limit")
    func reserved() throws {
        var scene = Scene(Self.rules)
        scene.play("x")
        let rules = Self.rules
        #expect(try scene.member.reserveFreeze(at: "2026-01-02T23:00", rules) == .points(100))
        try scene.member.giveFreezes(1, at: "2026-01-02T23:00", rules)
        let full = FreezeRefusal.limitReached(most: 2, held: 1, reserved: 1)
        #expect(
            refusal { () throws(FreezeRefusal) in
                try scene.member.reserveFreeze(at: "2026-01-02T23:00", rules)
            } == full
        )
        #expect(
            refusal { () throws(FreezeRefusal) in
                try scene.member.giveFreezes(1, at: "2026-01-02T23:00", rules)
            } == full
        )
        // The given one covers the 2nd; the one that is paid on the 4th not the 3rd.
        scene.member.finishFreeze(at: "2026-01-04T01:00", rules)
        #expect(scene.calendar == "xf.")
        #expect(scene.member.freezes == FreezeCount(held: 1))
    }

    @Test("one that cannot be paid gives its place back; one that is paid cannot be refused")
    func givenBack() throws {
        var scene = Scene(Self.rules)
        scene.play("x")
        let now: Instant = "2026-01-02T12:00"
        _ = try scene.member.reserveFreeze(at: now, Self.rules)
        _ = try scene.member.reserveFreeze(at: now, Self.rules)
        scene.member.giveBackFreeze(at: now, Self.rules)
        #expect(scene.member.freezes == FreezeCount(held: 0, reserved: 1))

        // Meanwhile the programme has no freezes any more.
        scene.member.finishFreeze(at: now, .of())
        #expect(scene.member.freezes == FreezeCount(held: 1))
    }

    @Test("a member starts with some, and is refused what is not offered or too many")
    func refused() throws {
        var rules = Self.rules
        rules.freezes?.atStart = 1
        rules.freezes?.price = nil
        var scene = Scene(rules)
        let now: Instant = "2026-01-01T12:00"
        #expect(scene.member.freezes.held == 1)
        #expect(
            refusal { () throws(FreezeRefusal) in
                try scene.member.reserveFreeze(at: now, rules)
            } == .notOffered
        )
        #expect(
            refusal { () throws(FreezeRefusal) in
                try scene.member.giveFreezes(2, at: now, rules)
            } == .limitReached(most: 2, held: 1, reserved: 0)
        )
        #expect(
            refusal { () throws(FreezeRefusal) in
                try scene.member.giveFreezes(1, at: now, .of())
            } == .notOffered
        )
        try scene.member.giveFreezes(0, at: now, rules)
        try scene.member.giveFreezes(-5, at: now, rules)
        #expect(scene.member.freezes.held == 1)
    }

    @Test("with two held, three missed days use both and lose the streak, and it is told")
    func told() {
        var rules = Self.rules
        rules.freezes?.atStart = 2
        var scene = Scene(rules)
        scene.play("xx...")

        let events = scene.member.changes.events.suffix(3)
        #expect(events.map(\.kind) == [.frozen, .frozen, .streakLost(2)])
        #expect(events.map(\.day) == ["2026-01-03", "2026-01-04", "2026-01-05"])
        #expect(
            events.map(\.at) == ["2026-01-04T00:00", "2026-01-05T00:00", "2026-01-06T00:00"]
        )
        #expect(events.map(\.streak) == [2, 2, 0])
    }
}
