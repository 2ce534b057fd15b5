import GatewayDomain
import Primitives

extension Refused {
    private static let day = Command.now.utcDay
    private static let yesterday = CalendarDay(daysSinceEpoch: day.daysSinceEpoch - 1)
    private static let later = Instant(milliseconds: Command.now.milliseconds + 1)
    private static let empty = LedgerRefusal.limitReached(limit: "reversible", of: .zero)

    static let ofHoldsAndTime = [
        Refused(
            "points of yesterday are expired",
            .having(0),
            .creditUntil(.points(1), yesterday),
            .alreadyExpired(lastDay: yesterday)
        ),
        Refused(
            "a frozen account is frozen, also for points of yesterday",
            .having(0, state: .frozen),
            .creditUntil(.points(1), yesterday),
            .accountFrozen
        ),
        Refused(
            "points that would end before they are available are expired",
            .having(0),
            .pendingCredit(.points(1), from: day, until: yesterday),
            .alreadyExpired(lastDay: yesterday)
        ),
        Refused(
            "a hold that would lapse now is lapsed, also of a frozen account",
            .having(0, state: .frozen),
            .hold(.points(1), until: Command.now),
            .holdLapsed(at: Command.now)
        ),
        Refused(
            "a frozen account holds nothing",
            .having(5, state: .frozen),
            .hold(.points(1), until: later),
            .accountFrozen
        ),
        Refused(
            "a frozen account captures nothing, whatever became of the hold",
            .having(5, state: .frozen),
            .capture(.of(5, .lapsed)),
            .accountFrozen
        ),
        Refused("a lapsed hold is lapsed", .having(5), .capture(.of(5, .lapsed)), lapsed),
        Refused(
            "a hold whose time is over is lapsed, whether that was noted or not",
            .having(5),
            .capture(.of(5, until: Command.now)),
            .holdLapsed(at: Command.now)
        ),
        Refused("a captured hold has ended", .having(5), .capture(.of(0, .captured)), .holdEnded),
        Refused("a released hold has ended", .having(5), .release(.of(0, .released)), .holdEnded),
        Refused("a lapsed hold is not released", .having(5), .release(.of(5, .lapsed)), lapsed),
        Refused(
            "more than is held is over a limit",
            .having(5),
            .capture(.of(5), Points(6)),
            .limitReached(limit: "held", of: Points(5))
        ),
        Refused(
            "what was undone in full has nothing left, on a frozen account too",
            .having(5, state: .frozen),
            .reverse(.credit(of: 5, undone: 5)),
            empty
        ),
        Refused(
            "more than is left is not undone",
            .having(5),
            .reverse(.credit(of: 5, undone: 2), Points(4)),
            .limitReached(limit: "reversible", of: Points(3))
        ),
    ]

    private static let lapsed = LedgerRefusal.holdLapsed(at: later)
}

extension Hold {
    /// A hold of points that never expire, which lapses a millisecond from now.
    fileprivate static func of(
        _ amount: Int64,
        _ state: State = .open,
        until lapsesAt: Instant = Instant(milliseconds: Command.now.milliseconds + 1)
    ) -> Hold {
        Hold(
            id: TimeOrderedID(at: Command.now, random: (0, 1)),
            asset: .points,
            lapsesAt: lapsesAt,
            state: state,
            pieces: amount > 0 ? [Posting(.lot(.never), amount)] : []
        )
    }
}

extension Reversible {
    /// A credit of points that never expire.
    fileprivate static func credit(of amount: Int64, undone: Int64) -> Reversible {
        Reversible(
            target: Standing(
                id: TimeOrderedID(at: Command.now, random: (0, 2)),
                kind: .credit,
                counterparty: .issuance,
                amount: Points(amount),
                destinations: [Posting(.lot(.never), amount)],
                sources: [],
                undone: Points(undone)
            )
        )
    }
}
