import Access
import Calls
import Primitives
import Wire
import Zones

/// Plays a log of visits through the suite as check-ins, day by day under its test clock.
///
/// A check-in's member and day are its key, so that a log that was broken off is played again
/// from the start: what was checked in before is answered as it was then.
package struct CheckinReplay: Sendable {
    /// How many check-ins are under way at once.
    package static let width = 32

    /// How the programme's days lie.
    private struct Days {
        let zone: Zone
        let dayStartMs: Int64

        /// When a day's check-ins are made: at its noon, or at its start where that is later.
        func instant(of day: CalendarDay) -> Instant {
            max(zone.noon(of: day), zone.start(of: day, dayStartMs: dayStartMs))
        }
    }

    private let client: SuiteClient
    private let clock: SuiteClock
    private let checkin: SuiteMember

    /// Plays to a suite.
    ///
    /// - Parameters:
    ///   - client: Calls the services; patient, as one may be started again meanwhile, and with
    ///     `width` connections.
    ///   - clock: The suite's clock.
    ///   - checkin: The service that takes the check-ins.
    package init(_ client: SuiteClient, clock: SuiteClock, to checkin: SuiteMember = .checkin) {
        self.client = client
        self.clock = clock
        self.checkin = checkin
    }

    /// Plays a log, and waits until all that was awarded has arrived.
    ///
    /// - Parameters:
    ///   - log: The visits.
    ///   - progress: Gets the number of check-ins answered, after each.
    /// - Returns: What became of the check-ins.
    /// - Throws: `CommandFault` where the suite has no test clock or no check-in in its programme,
    ///   or a request is refused or not answered; `CancellationError`. The same again goes on
    ///   from there.
    package func play(
        _ log: VisitLog,
        progress: (Int) -> Void = { _ in }
    ) async throws -> ReplayTally {
        var now: Instant?
        let days = try await days()
        var tally = ReplayTally(of: "check-ins")
        for day in log.days {
            let instant = days.instant(of: day.day)
            if instant > now ?? Instant(milliseconds: .min) {
                now = try await clock.move(to: instant)
            }
            try Task.checkCancellation()
            let isOver = now.map { $0 > instant } ?? false
            let answers = try await answers(to: day, isOver ? now : nil) { done in
                progress(tally.played + done)
            }
            for answer in answers { try tally.count(answer) }
        }
        _ = try await clock.settled()
        return tally
    }

    /// Sends a day's check-ins, a few at a time.
    ///
    /// - Parameters:
    ///   - day: The day.
    ///   - now: Where the clock stands, if the day's turn is over.
    ///   - progress: Gets how many of them are answered, after each.
    /// - Returns: The answers, in the order of the members.
    /// - Throws: `CommandFault` or `CallFailure`.
    private func answers(
        to day: VisitLog.Day,
        _ now: Instant?,
        progress: (Int) -> Void
    ) async throws -> [ReplayTally.Answer] {
        try await withThrowingTaskGroup(of: (place: Int, ReplayTally.Answer).self) { group in
            var waiting = day.members.enumerated().makeIterator()
            func sendNext() {
                guard let (place, member) = waiting.next() else { return }
                group.addTask { (place, try await checkIn(member, on: day.day, now)) }
            }
            for _ in 0..<Self.width { sendNext() }
            var answers: [(place: Int, answer: ReplayTally.Answer)] = []
            while let (place, answer) = try await group.next() {
                try Task.checkCancellation()
                answers.append((place, answer))
                progress(answers.count)
                sendNext()
            }
            return answers.sorted { $0.place < $1.place }.map(\.answer)
        }
    }

    private func checkIn(
        _ member: String,
        on day: CalendarDay,
        _ now: Instant?
    ) async throws -> ReplayTally.Answer {
        let body: JSON = ["member": .string(member), "day": .string(day.description)]
        let id = "\(member) on \(day)"
        let (status, json, isReplayed) = try await client.write(
            "/v1/checkins",
            to: checkin,
            as: .service,
            body: JSONWriter.bytes(of: body)
        )
        // A refusal of one day says nothing of the others, unless their time is over altogether.
        guard status == 201 || status == 409 && now == nil else {
            // The likeliest cause, which the service cannot know.
            let hint =
                now.map { "; the clock stands at \($0) already: play the log in a new data folder" }
            let refusal = CommandFault.refusal(by: checkin, status, json)
            throw CommandFault("\(id): \(refusal)\(hint ?? "")")
        }
        return try ReplayTally.Answer(
            status,
            json,
            isReplayed: isReplayed,
            to: id,
            of: member
        )
    }

    /// The zone of the programme, and when its check-in days begin.
    private func days() async throws -> Days {
        let section = try await client.section(of: checkin)
        guard let rules = section["checkin"] else {
            throw CommandFault("the programme has no check-in; publish one that has")
        }
        let start = rules["dayStart"]?.text.flatMap { TimeOfDay($0) }
        return Days(zone: try section.zone(), dayStartMs: start?.sinceMidnightMs ?? 0)
    }
}
