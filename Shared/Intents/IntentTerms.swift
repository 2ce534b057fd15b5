import Primitives
import ServiceHost

/// How long charges may take, and how those that were left pending are taken up again.
package struct IntentTerms: Sendable {
    /// How many milliseconds of business time after its beginning an intent may first be charged.
    package var lapseMs: Int64 = 900_000
    /// How long a request waits for the gateway, if its own time is not over before.
    package var longestWait = Duration.seconds(5)
    /// How pending intents are taken up.
    package var sweep = SweepPace()

    /// The usual terms.
    package init() {}

    /// The terms that a service's settings set.
    package init(_ settings: Settings) {
        lapseMs = Int64(settings.integer("charge-lapse-s")) * 1_000
        longestWait = .milliseconds(settings.integer("charge-wait-ms"))
    }

    /// The settings of a service that has intents.
    package static let settings = [
        Setting(
            "charge-lapse-s",
            .integer(10...86_400),
            standard: "900",
            "How many seconds after it began the gateway may first see a charge."
        ),
        Setting(
            "charge-wait-ms",
            .integer(1...600_000),
            standard: "5000",
            "The longest time in milliseconds that a request waits for a charge before it is "
                + "answered 202."
        ),
    ]

    /// The last instant at which what begins at an instant may be charged.
    func notAfter(_ now: Instant) -> Instant {
        let (end, isOver) = now.milliseconds.addingReportingOverflow(lapseMs)
        return Instant(milliseconds: isOver ? .max : end)
    }

    /// Until when a request waits for a charge; nil where it has no time left.
    func chargeDeadline(of deadline: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let now = ContinuousClock.now
        let left = now.duration(to: deadline)
        guard left > .milliseconds(2) else { return nil }
        // The third step and the answer need a little of the time too.
        return min(now + longestWait, deadline - min(.milliseconds(100), left / 4))
    }
}

/// How the sweeper takes up pending intents; all times are the system's.
package struct SweepPace: Sendable {
    /// After how long an intent is taken up that somebody else may be driving.
    package var grace = Duration.seconds(2)
    /// The longest pause of an intent that was left pending.
    package var pause = DoublingPause(from: .milliseconds(250), upTo: .seconds(30))
    /// The longest rest while the gateway is silent, when one charge at a time is tried.
    package var rest = DoublingPause(from: .milliseconds(250), upTo: .seconds(3))
    /// How often the store is read for pending intents that nobody has told of.
    package var scan = Duration.seconds(2)
    /// How many intents are driven at once.
    package var concurrency = 8
    /// How long one attempt may take.
    package var timeout = Duration.seconds(10)
    /// Where in each pause to land, 0 up to 1; its upper half is used.
    package var jitter: @Sendable () -> Double = { Double.random(in: 0..<1) }

    /// The usual pace.
    package init() {}
}
