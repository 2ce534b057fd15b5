import CheckinDomain
import Primitives

/// A member's check-ins by the plainest means: a mark for each day, and everything counted anew.
struct NaiveMember {
    struct Grant: Hashable {
        let source: String
        let reach: Int64
        let day: Int64
        let makeUp: TimeOrderedID?
    }

    struct Repair {
        let id: TimeOrderedID
        let day: Int64
        let month: CalendarMonth
        var state: MakeUp.State
    }

    let rules: CheckinRules
    var days: NaiveDays
    var first: Int64?
    var marks: [Int64: Character] = [:]
    var paused: Set<Int64> = []
    var held: Int64 = 0
    var reserved: Int64 = 0
    var skips: [Int64: Int] = [:]
    var checkIns: Int64 = 0
    var grants: [Grant] = []
    var repairs: [Repair] = []

    /// The length after each day, the longest so far, and the day that began it.
    struct Run {
        var values: [Int64: Int64] = [:]
        var starts: [Int64: Int64] = [:]
        var value: Int64 = 0
        var longest: Int64 = 0
        var start: Int64?
    }

    /// Goes through all days from the first to today.
    var run: Run {
        var run = Run()
        guard let first else { return run }
        for day in first...max(first, days.today) {
            switch marks[day] {
            case "x", "m":
                if run.value == 0 { run.start = day }
                run.value += 1
            case "p", "s", "f": break
            default: if day < days.today { miss(&run) }
            }
            run.longest = max(run.longest, run.value)
            if run.value == 0 { run.start = nil }
            run.values[day] = run.value
            run.starts[day] = run.start
        }
        return run
    }

    private func miss(_ run: inout Run) {
        switch rules.loss {
        case .reset: run.value = 0
        case .decay(let step, let floor):
            if run.value > floor { run.value = max(floor, run.value - step) }
        }
    }

    var calendar: String {
        guard let first else { return "" }
        return String(
            (first...max(first, days.today)).compactMap { day in
                marks[day] ?? (day < days.today ? "." : nil)
            }
        )
    }

    mutating func pass(to hour: Int64) {
        for ended in days.pass(to: hour, isNew: first == nil) {
            let day = ended.day
            if marks[day] != nil { continue }
            let year = CalendarDay(daysSinceEpoch: day).date.year
            if paused.contains(day) {
                marks[day] = "p"
            } else if ended.isAbsent {
                marks[day] = "s"
            } else if ended.isShort, skips[year, default: 0] < 4 {
                skips[year, default: 0] += 1
                marks[day] = "s"
            } else if held > 0, value(before: day) > 0 {
                held -= 1
                marks[day] = "f"
            }
        }
    }

    /// The length before a day that is being decided: today is already a later one.
    private func value(before day: Int64) -> Int64 { run.values[day - 1] ?? 0 }

    var room: Int64 { max(0, (rules.freezes?.most ?? 0) - held - reserved) }

    /// Checks in today, and answers whether that was possible.
    mutating func check() -> Bool {
        let today = days.today
        if marks[today] == "x" { return false }
        paused.remove(today)
        first = first ?? today
        marks[today] = "x"
        checkIns += 1
        let run = self.run
        for milestone in rules.milestones where Self.rewards(milestone, run.value) {
            grant(milestone.source, run.value, today, since: run.start ?? today, nil)
        }
        grantMonth(of: today, nil)
        if let every = rules.freezes?.every, checkIns % every == 0, room > 0 { held += 1 }
        return true
    }

    static func rewards(_ milestone: Milestone, _ value: Int64) -> Bool {
        switch milestone.reach {
        case .at(let length): value == length
        case .every(let length): value > 0 && value % length == 0
        }
    }

    private mutating func grant(
        _ source: AwardSource,
        _ reach: Int64,
        _ day: Int64,
        since start: Int64,
        until end: Int64 = .max,
        _ makeUp: TimeOrderedID?
    ) {
        let stands = grants.contains {
            $0.source == source.name && $0.reach == reach && start <= $0.day && $0.day < end
        }
        guard !stands else { return }
        grants.append(Grant(source: source.name, reach: reach, day: day, makeUp: makeUp))
    }

    private mutating func grantMonth(of day: Int64, _ makeUp: TimeOrderedID?) {
        let month = CalendarDay(daysSinceEpoch: day).month
        let count = counted(in: month)
        for award in rules.cumulative where award.days == count {
            let first = month.firstDay.daysSinceEpoch
            let end = month.following.firstDay.daysSinceEpoch
            grant(.cumulative(days: count), count, day, since: first, until: end, makeUp)
        }
    }

    func counted(in month: CalendarMonth) -> Int64 {
        Int64(
            marks.count { day, mark in
                "xm".contains(mark) && CalendarDay(daysSinceEpoch: day).month == month
            }
        )
    }

    /// Whether a day can be repaired now.
    func canRepair(_ day: Int64, in month: CalendarMonth) -> Bool {
        guard let first, let terms = rules.makeUps, first <= day, day < days.today,
            day >= days.today - terms.windowDays, marks[day] == nil
        else { return false }
        let made = repairs.count { $0.month == month && [.pending, .done].contains($0.state) }
        return made < terms.perMonth
            && !repairs.contains { $0.day == day && $0.state == .pending }
    }

    mutating func repair(_ index: Int) {
        repairs[index].state = .done
        let (id, day) = (repairs[index].id, repairs[index].day)
        let old = run
        marks[day] = "m"
        let new = run
        let end = (day...days.today).first { new.values[$0] == 0 } ?? .max
        let start = new.starts[day] ?? day
        let inside = (day...days.today).prefix { $0 < end }
        let low = inside.dropFirst().reduce(old.values[day - 1] ?? 0) {
            max($0, old.values[$1] ?? 0)
        }
        let high = inside.reduce(0) { max($0, new.values[$1] ?? 0) }
        for milestone in rules.milestones where low < high {
            for reach in (low + 1)...high where Self.rewards(milestone, reach) {
                grant(milestone.source, reach, day, since: start, until: end, id)
            }
        }
        grantMonth(of: day, id)
    }

    mutating func undo(_ index: Int) {
        repairs[index].state = .reversed
        marks[repairs[index].day] = nil
        grants.removeAll { $0.makeUp == repairs[index].id }
    }
}
