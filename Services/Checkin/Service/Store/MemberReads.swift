import CheckinDomain
import Primitives
import Storage
import Zones

extension Snapshot {
    /// A member as it was stored, with some of its make-ups and without its history; nil where
    /// nobody knows it yet.
    ///
    /// Where this build does not know the member's zone any more, it is in the one that is given:
    /// since its open day began, so that the day is excused if the change leaves too little of it.
    ///
    /// - Throws: `StorageError`: `.fault` where the zone is not known and none is given.
    borrowing func checkinMember(
        _ member: MemberID,
        with makeUps: [MakeUp],
        orIn zone: Zone? = nil
    ) throws -> CheckinMember? {
        try first(
            """
            SELECT zone, waiting_zone, waiting_at, last_change, newest_token, today, opened_at,
                first_day, last_checked, check_ins, streak, longest, streak_start, highest_grant,
                month, month_days, month_grant, freezes, freezes_reserved, skip_year, skips, pauses
            FROM member WHERE member = ?
            """,
            .text(member.text)
        ) { try CheckinMember($0, with: makeUps, orIn: zone) }
    }

    /// The record of one day, or nil where it has none.
    borrowing func day(_ day: CalendarDay, of member: MemberID) throws -> DayRecord? {
        try days(of: member, from: day, through: day).first
    }

    /// The records of a span of days, in their order; the span is bounded by its caller.
    borrowing func days(
        of member: MemberID,
        from first: CalendarDay,
        through last: CalendarDay = CalendarDay(daysSinceEpoch: .max)
    ) throws -> [DayRecord] {
        try all(
            """
            SELECT day, state, streak, longest, streak_start FROM day
            WHERE member = ? AND day >= ? AND day <= ? ORDER BY day
            """,
            .text(member.text),
            .int(first.daysSinceEpoch),
            .int(last.daysSinceEpoch),
            as: DayRecord.init
        )
    }

    /// The newest record before a day, or nil.
    borrowing func newestDay(before day: CalendarDay, of member: MemberID) throws -> DayRecord? {
        try first(
            """
            SELECT day, state, streak, longest, streak_start FROM day
            WHERE member = ? AND day < ? ORDER BY day DESC LIMIT 1
            """,
            .text(member.text),
            .int(day.daysSinceEpoch),
            as: DayRecord.init
        )
    }

    /// The standing grants since a day.
    borrowing func grants(of member: MemberID, since day: CalendarDay) throws -> [Grant] {
        try all(
            """
            SELECT source, reach, day, make_up, items FROM award_grant
            WHERE member = ? AND day >= ? ORDER BY day, source, reach
            """,
            .text(member.text),
            .int(day.daysSinceEpoch),
            as: Grant.init
        )
    }

    /// The make-ups of a member that are pending, or were made in a month, or have an id.
    borrowing func makeUps(
        of member: MemberID,
        in month: CalendarMonth,
        and id: TimeOrderedID? = nil
    ) throws -> [MakeUp] {
        try all(
            """
            SELECT id, day, month, costs, state FROM make_up
            WHERE member = ? AND (state = 0 OR month = ? OR id = ?) ORDER BY id
            """,
            .text(member.text),
            .int(month.monthsSinceYearZero),
            .blob(id?.bytes ?? []),
            as: MakeUp.init
        )
    }

    /// The messages that credit what a make-up had granted.
    borrowing func owed(for makeUp: TimeOrderedID, of member: MemberID) throws -> [OwedCredit] {
        try first(
            "SELECT owed FROM make_up WHERE member = ? AND id = ?",
            .text(member.text),
            .blob(makeUp.bytes)
        ) { [OwedCredit](stored: $0.text(0)) } ?? []
    }
}

extension CheckinMember {
    fileprivate init(
        _ row: borrowing Row,
        with makeUps: [MakeUp],
        orIn other: Zone?
    ) throws {
        let known = Zones.zone(named: row.text(0))
        guard let zone = known ?? other else { throw Self.unknownZone(row.text(0)) }
        let openedAt = Instant(milliseconds: row.int(6))
        let clock = DayClock(
            zone: zone,
            waiting: try Self.change(to: row.optionalText(1), at: row.instant(2), other),
            lastChange: known == nil ? openedAt : row.instant(3),
            newestToken: row.instant(4),
            today: CalendarDay(daysSinceEpoch: row.int(5)),
            openedAt: openedAt
        )
        self.init(
            clock: clock,
            firstDay: row.day(7),
            lastChecked: row.day(8),
            checkIns: row.int(9),
            streak: Streak(value: row.int(10), longest: row.int(11), start: row.day(12)),
            highestGrant: row.int(13),
            month: MonthCount(
                month: CalendarMonth(monthsSinceYearZero: row.int(14)),
                days: row.int(15),
                highestGrant: row.int(16)
            ),
            freezes: FreezeCount(held: row.int(17), reserved: row.int(18)),
            skips: SkipCount(year: row.int(19), days: row.int(20)),
            pauses: [ClosedRange<CalendarDay>](stored: row.text(21)),
            makeUps: makeUps
        )
    }

    /// The zone that comes into force next; none where it is not known any more.
    private static func change(
        to name: String?,
        at instant: Instant?,
        _ other: Zone?
    ) throws -> DayClock.Change? {
        guard let name, let instant else { return nil }
        if let zone = Zones.zone(named: name) { return DayClock.Change(zone: zone, at: instant) }
        guard other != nil else { throw unknownZone(name) }
        return nil
    }

    private static func unknownZone(_ name: String) -> StorageError {
        .fault("the zone \(name) of a member is not known any more")
    }
}

extension DayRecord {
    /// Ten thousand years either way.
    private static let range = Int64(-3_652_425)...3_652_425

    fileprivate init(_ row: borrowing Row) throws {
        guard let state = DayState(rawValue: row.int(1)) else {
            throw StorageError.fault("a day has an unknown state")
        }
        let day = CalendarDay(daysSinceEpoch: row.int(0))
        guard Self.range.contains(day.daysSinceEpoch) else {
            throw StorageError.fault("a day is no day of any calendar")
        }
        self.init(
            day: day,
            state: state,
            streak: Streak(value: row.int(2), longest: row.int(3), start: row.day(4))
        )
    }
}

extension Grant {
    /// Reads the columns source, reach, day, make_up and items.
    init(_ row: borrowing Row) throws {
        guard let source = AwardSource(name: row.text(0)) else {
            throw StorageError.fault("a grant has an unknown source")
        }
        self.init(
            source: source,
            reach: row.int(1),
            day: CalendarDay(daysSinceEpoch: row.int(2)),
            makeUp: row.isNull(3) ? nil : TimeOrderedID(bytes: row.blob(3)),
            items: [Award.Item](stored: row.text(4))
        )
    }
}

extension MakeUp {
    fileprivate init(_ row: borrowing Row) throws {
        guard let id = TimeOrderedID(bytes: row.blob(0)), let state = State(rawValue: row.int(4))
        else { throw StorageError.fault("a make-up is not readable") }
        self.init(
            id: id,
            day: CalendarDay(daysSinceEpoch: row.int(1)),
            month: CalendarMonth(monthsSinceYearZero: row.int(2)),
            costs: [Cost](stored: row.text(3)),
            state: state
        )
    }
}

extension Row {
    fileprivate borrowing func day(_ column: Int32) -> CalendarDay? {
        optionalInt(column).map(CalendarDay.init(daysSinceEpoch:))
    }

    fileprivate borrowing func instant(_ column: Int32) -> Instant? {
        optionalInt(column).map(Instant.init(milliseconds:))
    }
}
