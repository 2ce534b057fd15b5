import Access
import Primitives
import Storage
import Wire

/// Shows and sets the test clock; served only where there is one.
struct ClockEndpoints: Sendable {
    /// From here on the clock is not set: years of five digits must not follow from it.
    private static let end = CalendarDay(year: 9000, month: 1, day: 1)

    let run: ClockRun

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/clock", for: .roles([.operator, .viewer])) { _ in try state() },
            Endpoint(.put, "/v1/clock", for: .roles([.operator])) { try await set($0) },
        ]
    }

    private func set(_ exchange: borrowing Exchange) async throws -> Reply {
        var reader = try ObjectReader(try exchange.json())
        guard let now = try reader.optionalInstant("now") else {
            throw JSONFault(at: "now", "is missing")
        }
        if let end = Self.end, now.utcDay >= end {
            throw JSONFault(at: "now", "must lie before the year 9000")
        }
        let running: Bool
        switch reader.take("run") {
        case nil: running = true
        case .bool(let value): running = value
        default: throw JSONFault(at: "run", "must be true or false")
        }
        try reader.finish()
        let action = OperatorAction(
            running ? "clock.run" : "clock.set",
            on: "now:\(now)",
            by: try exchange.caller,
            at: run.clock.now,
            request: exchange.requestID
        )
        try await run.set(
            to: now,
            running: running,
            deadline: exchange.deadline,
            recording: action
        )
        return try state()
    }

    private func state() throws -> Reply {
        let (next, owed) = try run.store.read { reads in
            (try run.dueWork.next(reads), try run.dueWork.owed(reads))
        }
        let now = run.clock.now
        return .json { writer in
            writer.member("now", now.description)
            writer.member("nextDue", ifPresent: next?.description)
            writer.member("owed", owed)
        }
    }
}
