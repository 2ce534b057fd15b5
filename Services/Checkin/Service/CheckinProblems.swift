import CheckinDomain
import Primitives
import Problems
import Wire

extension Problem {
    /// The problem of each refusal of a check-in; a later one is judged anew.
    init(_ refusal: CheckInRefusal) {
        switch refusal {
        case .notYetOpen(let today, let opens):
            self.init(
                .notOpen,
                "the day has not begun",
                members: [.init("today", .day(today)), .init("opensAt", .instant(opens))]
            )
        case .over(let today, let closed):
            self.init(
                .notOpen,
                "the day is over",
                members: [.init("today", .day(today)), .init("closedAt", .instant(closed))]
            )
        case .alreadyChecked(let day):
            self.init(.notOpen, "the day is checked in", members: [.init("today", .day(day))])
        }
    }

    /// The problem of each refusal of a freeze.
    init(_ refusal: FreezeRefusal) {
        switch refusal {
        case .notOffered: self.init(.notFound, "the programme offers no such freezes")
        case .limitReached(let most, let held, let reserved):
            self.init(
                .limitReached,
                "as many freezes are held as can be",
                members: [
                    .init("limit", "freezes.most"), .init("most", .integer(most)),
                    .init("held", .integer(held)), .init("reserved", .integer(reserved)),
                ]
            )
        }
    }

    /// The problem of each refusal of a pause.
    init(_ refusal: PauseRefusal) {
        switch refusal {
        case .notOffered: self.init(.notFound, "the programme has no pauses")
        case .notOpen(let first, let opens):
            self.init(
                .notOpen,
                "only days to come can be paused",
                members: [.init("first", .day(first)), .init("opensAt", .instant(opens))]
            )
        case .tooFar(let last):
            self.init(
                .notOpen,
                "that is too far ahead",
                members: [.init("last", .day(last))]
            )
        case .limitReached(let year, let most, let left):
            self.init(
                .limitReached,
                "as many days of the year are paused as can be",
                members: [
                    .init("limit", "pauses.daysPerYear"), .init("year", .integer(year)),
                    .init("most", .integer(most)), .init("left", .integer(left)),
                ]
            )
        }
    }
}

extension Problem {
    /// The problem of each refusal of a make-up or its reversal.
    init(_ refusal: MakeUpRefusal) {
        let (slug, detail) = refusal.words
        self.init(slug, detail, members: refusal.members)
    }
}

extension MakeUpRefusal {
    fileprivate var words: (slug: Slug, detail: String) {
        switch self {
        case .notOffered: (.notFound, "the programme has no make-ups")
        case .notOver: (.notOpen, "the day is not over")
        case .beforeFirst: (.nothingToRepair, "the day is before the first check-in")
        case .windowClosed: (.notOpen, "the day is too long ago")
        case .notMissed: (.nothingToRepair, "the day was not missed")
        case .underWay: (.nothingToRepair, "the day is being repaired")
        case .limitReached: (.limitReached, "as many days were made up this month as can be")
        case .notDone: (.nothingToRepair, "there is no such make-up that is done")
        }
    }

    fileprivate var members: [JSON.Member] {
        switch self {
        case .notOffered: []
        case .notOver(let ends): [.init("opensAt", .instant(ends))]
        case .beforeFirst(let first): first.map { [.init("first", .day($0))] } ?? []
        case .windowClosed(let first): [.init("first", .day(first))]
        case .notMissed(let state): [.init("state", .string(state.name))]
        case .underWay(let id): [.init("makeUp", .string(id.description))]
        case .limitReached(let most, let resetsAt):
            [
                .init("limit", "makeUp.perMonth"), .init("most", .integer(most)),
                .init("resetsAt", .instant(resetsAt)),
            ]
        case .notDone(let state): state.map { [.init("state", .string($0.name))] } ?? []
        }
    }
}

extension MakeUp.State {
    /// Its name on the wire.
    var name: String {
        switch self {
        case .pending: "pending"
        case .done: "done"
        case .refused: "refused"
        case .reversed: "reversed"
        }
    }
}

extension JSON {
    fileprivate static func day(_ day: CalendarDay) -> JSON { .string(day.description) }

    fileprivate static func instant(_ instant: Instant) -> JSON { .string(instant.description) }
}
