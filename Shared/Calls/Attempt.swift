/// One sending of a call, on its way between the task that waits and the loop that sends.
final class Attempt: Sendable {
    /// What is sent.
    let call: Call
    /// When the time of the whole call is over.
    let deadline: ContinuousClock.Instant
    /// What it is known by.
    let id: AttemptID
    /// How it ended: settled by the answer, a failure, cancellation or the end of the loop.
    let outcome = Once<Outcome>()

    init(_ call: Call, as id: AttemptID, deadline: ContinuousClock.Instant) {
        self.id = id
        self.call = call
        self.deadline = deadline
    }

    /// What is left of the call's time; zero or less when it is over.
    var timeLeft: Duration { ContinuousClock.now.duration(to: deadline) }
}

extension Duration {
    /// The time in milliseconds, what is less than one dropped.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
