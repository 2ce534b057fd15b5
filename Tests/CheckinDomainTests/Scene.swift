import CheckinDomain
import Primitives

/// One member under some rules, whom a test leads from instant to instant.
struct Scene {
    var rules: CheckinRules
    var member: CheckinMember
    var facts = MemberFacts()
    private var ids: UInt64 = 0

    init(_ rules: CheckinRules = .of(), at now: Instant = "2026-01-01T00:00") {
        self.rules = rules
        member = CheckinMember(at: now, rules: rules)
    }

    /// What a text such as `xx.x` says of the days from one on: checked in or not, at noon UTC;
    /// afterwards it is noon of the day after the last.
    mutating func play(_ text: String, from first: CalendarDay = "2026-01-01") {
        var day = first
        for character in text {
            if character == "x" { check(at: day.noon) } else { settle(at: day.noon) }
            day = day.following
        }
        settle(at: day.noon)
    }

    @discardableResult
    mutating func check(at now: Instant, _ claimed: CalendarDay? = nil) -> CheckInOutcome? {
        // What is refused changes nothing, and the tests look at what has changed.
        try? member.checkIn(claimed, at: now, facts, rules)
    }

    mutating func settle(at now: Instant) { member.settle(to: now, rules) }

    mutating func hear(_ zone: Zone, issuedAt: Instant? = nil, at now: Instant) {
        member.hear(zone, issuedAt: issuedAt ?? now, at: now, rules)
    }

    /// Repairs a day, paid at once.
    @discardableResult
    mutating func makeUp(
        _ day: CalendarDay,
        at now: Instant
    ) throws(MakeUpRefusal) -> MakeUpOutcome? {
        ids += 1
        let makeUp = try member.reserveMakeUp(.number(ids), of: day, at: now, rules)
        return member.finishMakeUp(makeUp.id, at: now, rules)
    }

    func refusal(ofMakeUp day: CalendarDay, at now: Instant) -> MakeUpRefusal? {
        var copy = self
        do throws(MakeUpRefusal) {
            try copy.makeUp(day, at: now)
            return nil
        } catch {
            return error
        }
    }

    /// The states of the decided days and of today, if it is checked, as one letter each.
    var calendar: String { calendar(days: .max) }

    /// As much of it.
    func calendar(days: Int) -> String {
        guard var day = member.firstDay else { return "" }
        var text = ""
        while text.count < days, day < member.today || day == member.today && member.isChecked {
            let state = member.days.last { $0.day == day }?.state ?? .missed
            text += state.letter
            day = day.following
        }
        return text
    }

    /// The streak, counted anew from the days.
    var recomputed: Streak {
        Streak.recomputed(from: member.days, today: member.today, rules.loss)
    }
}

extension DayState {
    /// A letter for each: x checked, m made up, p paused, s skipped, f frozen, a dot missed.
    var letter: String {
        switch self {
        case .checked: "x"
        case .madeUp: "m"
        case .paused: "p"
        case .skipped: "s"
        case .frozen: "f"
        case .missed: "."
        }
    }
}

extension CalendarDay {
    /// Noon of the day in UTC.
    var noon: Instant { Instant(milliseconds: daysSinceEpoch * 86_400_000 + 43_200_000) }
}
