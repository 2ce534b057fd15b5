import JifenService
import Testing

@Suite("How long a token lives")
struct LifetimeTests {
    @Test(
        "a number and a unit are seconds",
        arguments: [
            ("1s", 1), ("90s", 90), ("30m", 1800), ("1h", 3600), ("7d", 604_800),
            ("3650d", 315_360_000),
        ]
    )
    func good(text: String, seconds: Int64) {
        #expect(Lifetime.seconds(text) == seconds)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "s", "0s", "-1h", "1", "1w", "1.5h", "h1", "3651d", "9223372036854775807d", "1 h",
        ]
    )
    func bad(text: String) {
        #expect(Lifetime.seconds(text) == nil)
    }
}
