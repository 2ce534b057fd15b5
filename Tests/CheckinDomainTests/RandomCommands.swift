import CheckinDomain
import Primitives
import TestSupport
import Testing

/// One member under random commands, kept three times: whole, as a service loads it, and naive.
struct RandomCommands {
    private static let hours: Int64 = 24 * 560
    private let rules: CheckinRules
    private let zones: [NaiveDays.Dates]
    private var whole: CheckinMember
    private var shelf = Shelf()
    private var naive: NaiveMember
    private var random: SeededGenerator
    private var ids: UInt64 = 0
    private var tokens: [Int64]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let dayStart = Bool.random(using: &random) ? 0 : Int64.random(in: 0...23, using: &random)
        zones = (0..<4).map { Self.zone($0, dayStart, &random) }
        rules = Self.rules(zones[0].zone, dayStart, &random)
        // The year ends on the 365th day.
        let hour = 24 * Int64.random(in: 330...362, using: &random)
        whole = CheckinMember(at: Self.instant(hour), rules: rules)
        naive = NaiveMember(rules: rules, days: NaiveDays(zones: zones, hour: hour))
        naive.held = whole.freezes.held
        tokens = [hour]
        self.random = random
    }

    private static func instant(_ hour: Int64) -> Instant {
        Instant(milliseconds: hour * 3_600_000)
    }

    private var now: Instant { Self.instant(naive.days.hour) }

    private var programmeMonth: CalendarMonth {
        CalendarDay(daysSinceEpoch: zones[0].dates[Int(naive.days.hour)]).month
    }

    private static func zone(
        _ number: Int,
        _ dayStart: Int64,
        _ random: inout SeededGenerator
    ) -> NaiveDays.Dates {
        var at: Int64 = 24 * 320
        let changes = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            at += Int64.random(in: 24...1000, using: &random)
            return (at: at, offset: Int64.random(in: -12...14, using: &random))
        }
        return NaiveDays.Dates(
            name: "Test/Zone\(number)",
            first: .random(in: -12...14, using: &random),
            changes: changes,
            dayStart: dayStart,
            hours: hours
        )
    }

    private static func rules(
        _ zone: Zone,
        _ dayStart: Int64,
        _ random: inout SeededGenerator
    ) -> CheckinRules {
        var rules = CheckinRules(zone: zone)
        rules.allowsOwnZones = true
        rules.dayStartMs = dayStart * 3_600_000
        rules.milestones = [
            Milestone(.at(3), .points(3)), Milestone(.at(5), .points(5)),
            Milestone(.every(.random(in: 1...4, using: &random)), .points(1)),
        ]
        rules.cumulative = [2, 5, 9].map { CumulativeAward(days: $0, .points(1)) }
        if Bool.random(using: &random) {
            rules.freezes = FreezeRules(most: .random(in: 1...3, using: &random))
            rules.freezes?.atStart = .random(in: 0...1, using: &random)
            rules.freezes?.every = Bool.random(using: &random) ? 3 : nil
            rules.freezes?.price = .points(1)
        }
        rules.pausedDaysPerYear = 20
        rules.makeUps = MakeUpRules(
            windowDays: .random(in: 3...12, using: &random),
            perMonth: .random(in: 1...6, using: &random)
        )
        if Bool.random(using: &random) {
            rules.loss = .decay(
                by: .random(in: 1...4, using: &random),
                floor: .random(in: 0...3, using: &random)
            )
        }
        return rules
    }
}

extension RandomCommands {
    /// Does one thing, and compares.
    ///
    /// - Returns: What was done, or nil at the end of the world's hours.
    mutating func step() -> String? {
        let span: ClosedRange<Int64> =
            Int.random(in: 0...30, using: &random) == 0 ? 60...400 : 0...26
        let hour = naive.days.hour + Int64.random(in: span, using: &random)
        guard hour < Self.hours - 1000 else { return nil }
        naive.pass(to: hour)
        whole.clearChanges()
        switch Int.random(in: 0...20, using: &random) {
        case 0...9: return check()
        case 10...11: return hear()
        case 12: return pause()
        case 13: return giveFreeze()
        case 14: return buyFreeze()
        case 15...16: return reserve()
        case 17...18: return finish()
        case 19: return undo()
        default: return settle()
        }
    }

    /// Runs a command on the whole member and on a lean one, and compares and stores the rows.
    @discardableResult
    private mutating func both<Result: Equatable>(
        _ lean: CheckinMember,
        _ command: (inout CheckinMember) -> Result
    ) -> Result {
        var lean = lean
        let result = command(&whole)
        #expect(command(&lean) == result)
        #expect(lean.changes == whole.changes)
        #expect(lean.with() == whole.with())
        shelf.store(lean.changes)
        return result
    }

    private var bare: CheckinMember { shelf.bare(whole, month: programmeMonth, nil) }

    private mutating func settle() -> String {
        let (now, rules) = (now, rules)
        both(bare) { $0.settle(to: now, rules) == () }
        return "settle"
    }

    private mutating func check() -> String {
        let (now, rules) = (now, rules)
        let day = both(shelf.forCheckIn(whole, at: now, rules)) { member in
            // Refused is what the naive member refuses as well.
            try? member.checkIn(nil, at: now, MemberFacts(), rules).day
        }
        #expect((day != nil) == naive.check())
        return "check"
    }

    private mutating func hear() -> String {
        let asked = Int.random(in: zones.indices, using: &random)
        let isStale = Int.random(in: 0...4, using: &random) == 0
        let issued = isStale ? tokens.randomElement(using: &random) ?? 0 : naive.days.hour
        tokens.append(issued)
        let (zone, now, rules) = (zones[asked].zone, now, rules)
        both(bare) { member in
            member.hear(zone, issuedAt: Self.instant(issued), at: now, rules) == ()
        }
        naive.days.hear(asked, issuedAt: issued, isNew: naive.first == nil)
        return "hear \(asked)"
    }

    private mutating func pause() -> String {
        let from = naive.days.today + Int64.random(in: -1...4, using: &random)
        let to = from + Int64.random(in: 0...4, using: &random)
        let span = CalendarDay(daysSinceEpoch: from)...CalendarDay(daysSinceEpoch: to)
        let (now, rules) = (now, rules)
        let isPaused = both(bare) { member in
            // Refused is what the naive member refuses as well.
            (try? member.pause(span, at: now, rules)) != nil
        }
        let years = Dictionary(grouping: naive.paused.union(from...to)) {
            CalendarDay(daysSinceEpoch: $0).date.year
        }
        let first = naive.days.today + (naive.marks[naive.days.today] == nil ? 0 : 1)
        let asked = Set((from...to).map { CalendarDay(daysSinceEpoch: $0).date.year })
        let fits = asked.allSatisfy { (years[$0]?.count ?? 0) <= 20 }
        #expect(isPaused == (from >= first && fits))
        if isPaused { naive.paused.formUnion(from...to) }
        return "pause"
    }

    private mutating func giveFreeze() -> String {
        let (now, rules) = (now, rules)
        let isGiven = both(bare) { member in
            // Refused is what the naive member refuses as well.
            (try? member.giveFreezes(1, at: now, rules)) != nil
        }
        #expect(isGiven == (naive.room > 0))
        if isGiven { naive.held += 1 }
        return "give"
    }

    private mutating func buyFreeze() -> String {
        let (now, rules) = (now, rules)
        if naive.reserved > 0 {
            let isPaid = Bool.random(using: &random)
            both(bare) { member in
                isPaid
                    ? member.finishFreeze(at: now, rules) == ()
                    : member.giveBackFreeze(at: now, rules) == ()
            }
            naive.reserved -= 1
            if isPaid { naive.held += 1 }
        } else {
            let isReserved = both(bare) { member in
                // Refused is what the naive member refuses as well.
                (try? member.reserveFreeze(at: now, rules)) != nil
            }
            #expect(isReserved == (naive.room > 0))
            if isReserved { naive.reserved += 1 }
        }
        return "buy"
    }

    private mutating func reserve() -> String {
        ids += 1
        let id = TimeOrderedID.number(ids)
        let number = naive.days.today - Int64.random(in: -1...13, using: &random)
        let day = CalendarDay(daysSinceEpoch: number)
        let (now, rules, month) = (now, rules, programmeMonth)
        let isReserved = both(shelf.forReserving(whole, day, month)) { member in
            // Refused is what the naive member refuses as well.
            (try? member.reserveMakeUp(id, of: day, at: now, rules)) != nil
        }
        #expect(isReserved == naive.canRepair(number, in: month))
        if isReserved {
            naive.repairs.append(.init(id: id, day: number, month: month, state: .pending))
        }
        return "reserve \(day)"
    }

    private mutating func finish() -> String {
        let pending = naive.repairs.indices.filter { naive.repairs[$0].state == .pending }
        guard let index = pending.randomElement(using: &random) else { return settle() }
        let id = naive.repairs[index].id
        let (now, rules) = (now, rules)
        let isPaid = Int.random(in: 0...3, using: &random) > 0
        _ = both(shelf.forRepair(whole, id, programmeMonth)) { member in
            isPaid
                ? member.finishMakeUp(id, at: now, rules)?.makeUp
                : member.giveBackMakeUp(id, at: now, rules)
        }
        if isPaid { naive.repair(index) } else { naive.repairs[index].state = .refused }
        return "finish \(isPaid)"
    }

    private mutating func undo() -> String {
        let done = naive.repairs.indices.filter { naive.repairs[$0].state == .done }
        guard let index = done.randomElement(using: &random) else { return settle() }
        let id = naive.repairs[index].id
        let (now, rules) = (now, rules)
        let streak = both(shelf.forRepair(whole, id, programmeMonth)) { member in
            // What is done can always be undone, so that nothing is lost here.
            try? member.reverseMakeUp(id, at: now, rules).streak
        }
        #expect(streak != nil)
        naive.undo(index)
        return "undo"
    }
}

extension RandomCommands {
    /// Whether the three are one.
    func compare(_ after: String) {
        let run = naive.run
        let start = run.start.map(CalendarDay.init(daysSinceEpoch:))
        #expect(
            whole.streak == Streak(value: run.value, longest: run.longest, start: start),
            "\(after)"
        )
        #expect(
            whole.streak
                == Streak.recomputed(from: whole.days, today: whole.today, rules.loss)
        )
        for loss in [rules.loss, nil] {
            #expect(shelf.differences(of: whole, loss) == [], "\(after)")
        }
        #expect(whole.today.daysSinceEpoch == naive.days.today, "\(after)")
        #expect(whole.clock.zone.name == zones[naive.days.zone].zone.name)
        #expect(whole.clock.waiting?.at == naive.days.waiting.map { Self.instant($0.at) })
        #expect(whole.freezes == FreezeCount(held: naive.held, reserved: naive.reserved))
        #expect(calendar == naive.calendar, "\(after)")
        let grants = whole.grants.map {
            NaiveMember.Grant(
                source: $0.source.name,
                reach: $0.reach,
                day: $0.day.daysSinceEpoch,
                makeUp: $0.makeUp
            )
        }
        #expect(Set(grants) == Set(naive.grants), "\(after)")
        #expect(grants.count == naive.grants.count)
        #expect(shelf.days == Dictionary(whole.days.map { ($0.day, $0) }) { $1 })
        #expect(Set(shelf.grants) == Set(whole.grants))
    }

    /// The decided days, as letters.
    var calendar: String {
        var scene = Scene(rules, at: now)
        scene.member = whole
        return scene.calendar
    }
}
