import Primitives
import Problems
import TestSupport
import Testing
import Wire

extension RefusalMemberTests {
    private static let usual: Set<String> = ["type", "title", "status", "instance", "final"]

    @Test(
        "a refusal of lots, holds, reversals and refunds has exactly the members that explain it",
        arguments: [
            ("a credit whose last day is over", ["lastDay": "2026-02-28"]),
            ("a credit that would end before it begins", ["lastDay": "2026-04-01"]),
            ("a hold that ends when it begins", ["lapsedAt": "2026-03-01T08:00:00.000Z"]),
            ("a capture at the instant of the lapse", ["lapsedAt": "2026-03-01T08:00:10.000Z"]),
            ("a release after the lapse", ["lapsedAt": "2026-03-01T08:00:10.000Z"]),
            ("a capture of what was captured", [:]), ("a release of what was released", [:]),
            ("a capture of more than is held", ["limit": "held", "most": 15]),
            ("a capture of a frozen account", [:]),
            ("the reversal of a hold", ["kind": "hold"]),
            ("a reversal of more than was moved", ["limit": "reversible", "most": 30]),
            ("a reversal of what was undone", ["limit": "reversible", "most": 0]),
            (
                "the reversal of a credit that was spent",
                ["asset": "points", "available": 5, "missing": 25]
            ),
            (
                "a hold of more than there is",
                ["asset": "points", "available": 30, "missing": 1]
            ), ("a debit of what is held", ["asset": "points", "available": 10, "missing": 1]),
            (
                "a pending credit above the largest balance",
                ["limit": "largestBalance", "most": 9_007_199_254_740_991]
            ), ("a refund of more than is left", ["limit": "refundable", "most": 6000]),
            ("a refund without lines of an order with two ratios", [:]),
            (
                "a refund of what was spent, where the programme refuses that",
                ["asset": "points", "available": 30, "missing": 70]
            ),
        ] as [(String, JSON)]
    )
    func members(scenario name: String, expected: JSON) async throws {
        let scenario = try #require(
            (Scenario.holdings + Scenario.events).first { $0.testDescription.hasSuffix(name) }
        )
        let answer = try await scenario.answer()

        guard case .object(let members) = answer.json else {
            Issue.record("no object: \(answer.text)")
            return
        }
        #expect(.object(members.filter { !Self.usual.contains($0.name) }) == expected)
    }

    @Test("a clock that is to go back is told where it stands")
    func clockBehind() async throws {
        let scenario = try #require(Scenario.clock.first { $0.slug == .clockBehind })

        #expect(try await scenario.answer().json["now"] == .string(Gateway.start.description))
    }
}
