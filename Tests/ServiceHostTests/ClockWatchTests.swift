import Logging
import Primitives
import ServiceHost
import Synchronization
import TestSupport
import Testing

@Suite("The watch over the system's clock")
struct ClockWatchTests {
    private static let start = Instant("2026-01-01T00:00:00Z") ?? Instant(milliseconds: 0)
    private static let dayMs: Int64 = 86_400_000

    /// Where both clocks stand after the start, in milliseconds, and what the watch makes of it.
    typealias Look = (clock: Int64, steady: Int64, finding: ClockWatch.Finding, says: String?)

    @Test("tells a clock that was set from time that has passed, and says each change once")
    func looks() {
        let looks: [Look] = [
            (0, 0, .steady, nil),
            (400 * Self.dayMs, 400 * Self.dayMs, .steady, nil),
            (401 * Self.dayMs + 60_000, 401 * Self.dayMs, .steady, nil),
            (402 * Self.dayMs + 60_001, 402 * Self.dayMs, .moved, "was set"),
            (404 * Self.dayMs, 403 * Self.dayMs, .moved, nil),
            (404 * Self.dayMs + 1, 403 * Self.dayMs, .ahead, "has jumped ahead"),
            (900 * Self.dayMs, 403 * Self.dayMs, .ahead, nil),
            (403 * Self.dayMs, 403 * Self.dayMs, .steady, "is right again"),
            (0, 403 * Self.dayMs, .moved, "was set"),
            (-10 * Self.dayMs, 403 * Self.dayMs, .moved, nil),
            (900_000 * Self.dayMs, 403 * Self.dayMs, .ahead, "has jumped ahead"),
        ]
        let clocks = Mutex((now: Int64(0), steady: Int64(0)))
        let lines = Lines()
        let begun = ContinuousClock.now
        let watch = ClockWatch(
            logger: lines.logger,
            now: {
                Instant(milliseconds: clocks.withLock { $0.now } + Self.start.milliseconds)
            },
            steady: { begun + .milliseconds(clocks.withLock { $0.steady }) }
        )
        for look in looks {
            clocks.withLock { $0 = (look.clock, look.steady) }
            #expect(watch.look() == look.finding, "\(look)")
            let said = lines.taken()
            #expect(said.count == (look.says == nil ? 0 : 1), "\(look): \(said)")
            #expect(said.allSatisfy { $0.contains(look.says ?? "") }, "\(look): \(said)")
        }
    }

    @Test(
        "compares the clock with the newest row",
        arguments: [
            (nil, nil), (0, nil), (-dayMs, nil), (60_000, nil),
            (60_001, "before the newest row"), (400 * dayMs, "before the newest row"),
            (-dayMs - 1, "more than a day old"),
        ] as [(Int64?, String?)]
    )
    func compares(newest: Int64?, says: String?) {
        let lines = Lines()
        let watch = ClockWatch(logger: lines.logger, now: { Self.start })
        watch.compare(
            with: newest.map { Instant(milliseconds: Self.start.milliseconds + $0) }
        )
        let said = lines.taken()
        #expect(said.count == (says == nil ? 0 : 1), "\(said)")
        #expect(said.allSatisfy { $0.contains(says ?? "") }, "\(said)")
    }
}

/// Keeps what is said in a log.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    /// What was said since this was last asked.
    func taken() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.message)") }
        }
    }
}
