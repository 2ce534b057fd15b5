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
}
