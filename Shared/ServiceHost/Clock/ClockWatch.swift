import Logging
import Primitives
import Storage
import Synchronization

/// Notices when the system's clock is set, by a clock that nobody sets.
///
/// What is due is done for good, so the background job does nothing under a clock that has run
/// ahead by more than a day while the service ran. A restart takes the clock as it is.
package final class ClockWatch: Sendable {
    /// How the clock fares since the service began.
    package enum Finding: Hashable {
        /// It ran as time does, but for small corrections.
        case steady
        /// It was set by more than a minute.
        case moved
        /// It runs ahead by more than a day.
        case ahead
    }

    private static let minuteMs: Int64 = 60_000
    private static let dayMs: Int64 = 86_400_000

    private let now: @Sendable () -> Instant
    private let steady: @Sendable () -> ContinuousClock.Instant
    private let begun: ContinuousClock.Instant
    /// What the clock must have shown at the beginning.
    private let base: Mutex<Instant>
    private let said = Mutex(Finding.steady)
    private let logger: Logger

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - logger: Hears of each change.
    ///   - now: The clock that may be set.
    ///   - steady: The one that is not.
    package init(
        logger: Logger,
        now: @escaping @Sendable () -> Instant = SystemClock.now,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.logger = logger
        self.now = now
        self.steady = steady
        begun = steady()
        base = Mutex(now())
    }

    /// Looks at both clocks, and says in the log what has changed since it last looked.
    ///
    /// - Returns: How the clock fares now.
    package func look() -> Finding {
        let passed = (steady() - begun).nanoseconds / 1_000_000
        let ahead = Self.difference(now(), base.withLock { $0 }).subtractingReportingOverflow(
            passed
        )
        .partialValue
        let finding: Finding =
            if ahead > Self.dayMs {
                .ahead
            } else {
                abs(Self.bounded(ahead)) > Self.minuteMs ? .moved : .steady
            }
        let isNew = said.withLock { said in
            defer { said = finding }
            return said != finding
        }
        if isNew { say(finding, ahead) }
        return finding
    }

    /// Says in the log where the clock does not fit what is stored.
    ///
    /// - Parameter newest: When the newest row was written, or nil where there is none.
    package func compare(with newest: Instant?) {
        guard let newest else { return }
        // A machine that starts with an old date is set right later, which is no jump ahead.
        base.withLock { $0 = max($0, newest) }
        let ahead = Self.difference(now(), newest)
        guard ahead < -Self.minuteMs || ahead > Self.dayMs else { return }
        let metadata: Logger.Metadata = ["clock": "\(now())", "newest": "\(newest)"]
        if ahead < 0 {
            logger.warning(
                "the clock stands before the newest row: it is wrong now, or was then",
                metadata: metadata
            )
        } else {
            logger.warning(
                """
                the newest row is more than a day old: if the clock is wrong, what is not due \
                will be settled
                """,
                metadata: metadata
            )
        }
    }

    private func say(_ finding: Finding, _ ahead: Int64) {
        let metadata: Logger.Metadata = ["clock": "\(now())", "aheadMs": "\(ahead)"]
        switch finding {
        case .steady: logger.notice("the system's clock is right again", metadata: metadata)
        case .moved: logger.warning("the system's clock was set", metadata: metadata)
        case .ahead:
            logger.error(
                """
                the system's clock has jumped ahead: the background job settles nothing until \
                the clock is right, or the service is started again
                """,
                metadata: metadata
            )
        }
    }

    private static func difference(_ left: Instant, _ right: Instant) -> Int64 {
        left.milliseconds.subtractingReportingOverflow(right.milliseconds).partialValue
    }

    /// A difference of which the absolute value can be taken.
    private static func bounded(_ difference: Int64) -> Int64 { max(difference, -.max) }
}
