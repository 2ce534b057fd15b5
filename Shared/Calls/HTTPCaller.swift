import Logging
import Synchronization

/// Calls neighbours over HTTP: one libcurl loop on a thread of its own serves all calls.
///
/// No thread of Swift's is held while a call is under way. A service makes one caller, shares it,
/// and closes it last.
package final class HTTPCaller: Sendable {
    private let configuration: Configuration
    private let logger: Logger
    private let admission: Admission
    private let inbox = Inbox()
    private let thread: Mutex<LoopThread?>
    /// What this caller's attempts are named after.
    private let name = String(UInt64.random(in: 0 ... .max), radix: 16)
    private let attempts = Atomic<UInt64>(0)

    /// Starts the loop's thread; where the system gives none, every call fails as `closed`.
    package init(configuration: Configuration = Configuration(), logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        admission = Admission(limit: configuration.maxQueued)
        let started = LoopThread(inbox: inbox, limits: configuration.limits, logger: logger)
        thread = Mutex(started)
        if started == nil {
            logger.critical("no thread for HTTP calls; no neighbour can be called")
            close()
        }
    }

    deinit {
        close()
    }

    /// Sends a request and waits for its answer, whatever its status.
    ///
    /// A call that is keyed or a GET is tried again by the configuration's `retry` until its time
    /// is over; the last answer or failure is the result. Any other call is sent at most once.
    /// Each attempt says in `Request-Timeout-Ms` what is left of the time when it goes out.
    ///
    /// - Parameter call: What to send; checked before anything else.
    /// - Returns: The neighbour's answer.
    /// - Throws: `invalidURL`, `invalidHeader`, `overloaded` and `unreachable`: nothing happened
    ///   at the neighbour. `timedOut`, `broken`, `answerTooLarge`, `cancelled` and `closed`: it
    ///   may have happened.
    package func send(_ call: Call) async throws(CallFailure) -> Answer {
        try call.check()
        try admission.enter()
        defer { admission.leave() }
        let deadline = ContinuousClock.now + call.timeout
        var mayHaveHappened = false
        var number = 1
        while true {
            let outcome = await outcome(of: Attempt(call, as: nextID(), deadline: deadline))
            // The one place where an attempt's outcome is known.
            guard let pause = pause(after: outcome, attempt: number, of: call, until: deadline)
            else { return try outcome.inView(ofEarlierDoubt: mayHaveHappened).get() }
            mayHaveHappened = mayHaveHappened || outcome.mayHaveHappened
            try await admission.pause(for: pause)
            number += 1
        }
    }

    /// Ends the loop and its thread, closes every connection, and fails all calls as `closed`.
    ///
    /// Returns when the thread has ended, which takes it some milliseconds, as nothing that it
    /// does waits; a further call returns at once.
    package func close() {
        admission.close()
        inbox.close()
        let ending = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        ending?.join()
    }

    private func nextID() -> AttemptID {
        AttemptID(attempts.wrappingAdd(1, ordering: .relaxed).newValue, of: name)
    }

    private func outcome(of attempt: Attempt) async -> Outcome {
        await withTaskCancellationHandler {
            inbox.submit(attempt)
            return await attempt.outcome.value()
        } onCancel: {
            attempt.outcome.settle(.failure(.cancelled))
            inbox.abandon(attempt)
        }
    }

    private func pause(
        after outcome: Outcome,
        attempt: Int,
        of call: Call,
        until deadline: ContinuousClock.Instant
    ) -> Duration? {
        let pause = configuration.retry.pause(
            after: outcome,
            attempt: attempt,
            of: call,
            timeLeft: ContinuousClock.now.duration(to: deadline),
            jitter: configuration.jitter()
        )
        if let pause {
            logger.debug(
                "a call is tried again",
                metadata: [
                    "attempt": "\(attempt)", "outcome": "\(outcome.summary)", "pause": "\(pause)",
                ]
            )
        }
        return pause
    }
}

extension Outcome {
    /// Whether the neighbour may have carried out the request of this attempt.
    fileprivate var mayHaveHappened: Bool {
        if case .failure(.unreachable) = self { false } else { true }
    }

    /// The outcome of the whole call: that the last attempt reached nobody says nothing about an
    /// earlier one that may have.
    fileprivate func inView(ofEarlierDoubt doubt: Bool) -> Outcome {
        guard doubt, case .failure(.unreachable(let reason)) = self else { return self }
        return .failure(.broken(reason))
    }

    /// What is logged of it: no body and no header.
    fileprivate var summary: String {
        switch self {
        case .success(let answer): "status \(answer.status)"
        case .failure(let failure): "\(failure)"
        }
    }
}
