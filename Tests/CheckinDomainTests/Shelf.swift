import CheckinDomain
import Primitives

/// The rows of one member, of which a command is given only those that it says it needs.
struct Shelf {
    private(set) var days: [CalendarDay: DayRecord] = [:]
    private(set) var grants: [Grant] = []
    private(set) var makeUps: [TimeOrderedID: MakeUp] = [:]

    mutating func store(_ changes: Changes) {
        days.merge(changes.days) { $1 }
        for day in changes.removedDays { days[day] = nil }
        grants += changes.grants
        grants.removeAll { changes.takenBack.contains($0) }
        makeUps.merge(changes.makeUps) { $1 }
    }

    private func grants(since day: CalendarDay) -> [Grant] { grants.filter { $0.day >= day } }

    /// The member without rows but for the make-ups that every command may need.
    func bare(_ member: CheckinMember, month: CalendarMonth, _ id: TimeOrderedID?) -> CheckinMember
    {
        member.with(
            makeUps: makeUps.values.filter {
                $0.state == .pending || $0.month == month || $0.id == id
            }
        )
    }

    /// The member as a check-in needs it.
    func forCheckIn(
        _ member: CheckinMember,
        at now: Instant,
        _ rules: CheckinRules
    ) -> CheckinMember {
        var lean = bare(member, month: rules.programmeDay(at: now).month, nil)
        if let since = lean.grantsNeeded(at: now, rules) { lean.load(grants: grants(since: since)) }
        return lean
    }

    /// The member as the beginning of a make-up needs it.
    func forReserving(
        _ member: CheckinMember,
        _ day: CalendarDay,
        _ month: CalendarMonth
    )
        -> CheckinMember
    {
        var lean = bare(member, month: month, nil)
        lean.load(days: days[day].map { [$0] } ?? [])
        return lean
    }

    /// The member as a make-up that ends, or its reversal, needs it.
    func forRepair(
        _ member: CheckinMember,
        _ id: TimeOrderedID,
        _ month: CalendarMonth
    )
        -> CheckinMember
    {
        var lean = bare(member, month: month, id)
        guard let day = makeUps[id]?.day else { return lean }
        let since = lean.daysNeeded(toRepair: day)
        let rows = days.values.sorted { $0.day < $1.day }
        lean.load(days: rows.filter { $0.day < since }.suffix(1) + rows.filter { $0.day >= since })
        lean.load(grants: grants(since: lean.grantsNeeded(toRepair: day)))
        return lean
    }
}

extension Shelf {
    /// What an audit of the rows finds.
    func differences(
        of member: CheckinMember,
        _ loss: LossPolicy?
    ) -> [HistoryAudit.Difference] {
        var audit = HistoryAudit(of: member, loss)
        for record in days.values.sorted(by: { $0.day < $1.day }) { audit.add(record) }
        audit.end(repaired: makeUps.values.filter { $0.state == .done }.map(\.day).sorted())
        return audit.differences
    }
}

extension CheckinMember {
    /// The member's own row, with these make-ups and no other rows.
    func with(makeUps: [MakeUp] = []) -> CheckinMember {
        CheckinMember(
            clock: clock,
            firstDay: firstDay,
            lastChecked: lastChecked,
            checkIns: checkIns,
            streak: streak,
            highestGrant: highestGrant,
            month: month,
            freezes: freezes,
            skips: skips,
            pauses: pauses,
            makeUps: makeUps
        )
    }
}
