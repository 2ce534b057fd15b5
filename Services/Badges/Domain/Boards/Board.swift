import Primitives

/// A leaderboard: the members of each period, ordered by what a measure comes to for them.
///
/// Equal values have equal ranks, and as many ranks are skipped behind them (1, 2, 2, 4). A
/// period takes late events until its time of settling is over; then it is frozen, and its
/// prizes are handed out once.
package struct Board: Hashable, Sendable {
    /// What the members of some ranks are given.
    package struct Prize: Hashable, Sendable {
        /// The ranks, from 1 on.
        package let ranks: ClosedRange<Int64>
        /// What each of them is given.
        package let award: Award

        /// Describes a prize.
        package init(ranks: ClosedRange<Int64>, award: Award) {
            self.ranks = ranks
            self.award = award
        }
    }

    /// Its name.
    package let id: BoardID
    /// What orders the members; its span is not a rolling one.
    package let measure: Measure
    /// What is handed out, the best ranks first.
    package let prizes: [Prize]
    /// How many members are given a prize at most, as many may share a rank: those of the list's
    /// beginning.
    package let winners: Int64
    /// For how many days after the last one of a period its late events still count, 0 to 31.
    package let settlingDays: Int64

    /// Describes a leaderboard.
    package init(
        id: BoardID,
        measure: Measure,
        prizes: [Prize] = [],
        winners: Int64 = 1_000,
        settlingDays: Int64 = 1
    ) {
        self.id = id
        self.measure = measure
        self.prizes = prizes
        self.winners = winners
        self.settlingDays = settlingDays
    }

    /// A text that is equal where equal members would have equal places on every day.
    package var canonical: String { "board \(id) \(measure.canonical)" }

    /// The days of the years 0 to 9999, which are those that can be written.
    private static let writtenDays =
        CalendarDay(daysSinceEpoch: -719_528)...CalendarDay(daysSinceEpoch: 2_932_896)

    /// The period of a day, or nil where it has none that can be written; where no day is named
    /// that of today, or the only one.
    package func period(on day: CalendarDay?, today: CalendarDay) -> Int64? {
        guard let day else { return measure.span.period(of: today) ?? 0 }
        guard let period = measure.span.period(of: day) else { return nil }
        let ends = [measure.span.firstDay(of: period), measure.span.lastDay(of: period)]
        return ends.compactMap(\.self).allSatisfy { Self.writtenDays.contains($0) } ? period : nil
    }

    /// The first day on which a period takes no event any more, or nil where it never ends: as
    /// good as never behind the year 9999.
    package func closingDay(of period: Int64) -> CalendarDay? {
        let day = measure.span.lastDay(of: period)?.adding(settlingDays).following
        return day.flatMap { Self.writtenDays.contains($0) ? $0 : nil }
    }

    /// What a member of a rank is given.
    package func award(for rank: Int64) -> Award {
        prizes.first { $0.ranks.contains(rank) }?.award ?? .nothing
    }

    /// The last rank that is given anything, 0 for none.
    package var lastRank: Int64 { prizes.last?.ranks.upperBound ?? 0 }
}

extension Board {
    /// The first rank that is given less than by an earlier rule, or nil where none is.
    package func firstRank(givenLessThanBy earlier: Board) -> Int64? {
        guard earlier.lastRank > 0 else { return nil }
        return (1...earlier.lastRank).first { rank in
            !award(for: rank).covers(earlier.award(for: rank))
        }
    }
}

extension Award {
    /// Whether it has as much of everything as another one.
    fileprivate func covers(_ other: Award) -> Bool {
        other.items.allSatisfy { item in
            let own = items.filter { $0.isOfKind(of: item) }
            return own.reduce(0) { $0.addingClamped($1.count) } >= item.count
        }
    }
}
