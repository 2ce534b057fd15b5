import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// Compares what the store keeps of the games with what their entries say: the stock with what
/// was given, the numbers of the entries with each other, the plays with their intents.
struct GameReconciliation {
    /// Something that is not as the entries make it.
    struct Difference: Sendable {
        let game: String
        let epoch: Int64
        /// What it is, such as `stock:gold` or `entries`.
        let what: String
        let stored: String
        let computed: String
    }

    /// What was found in some epochs.
    struct Page: Sendable {
        fileprivate(set) var checked = 0
        /// How many of them had too many entries to be gone through.
        fileprivate(set) var large = 0
        fileprivate(set) var differences: [Difference] = []
        /// The last epoch that was looked at, where there are more.
        fileprivate(set) var next: EpochName?
    }

    /// For how long one page looks at epochs; one epoch is looked at whole.
    private static let longestPage = Duration.milliseconds(500)
    /// How many entries of an epoch are gone through in one snapshot.
    static let largestEpoch = 20_000

    let store: Store

    /// Looks at the epochs behind one, in order.
    func page(after name: EpochName) throws -> Page {
        let end = ContinuousClock.now + Self.longestPage
        var page = Page()
        var place = name
        while page.checked == 0 || ContinuousClock.now < end {
            let found = try store.read { reads -> (EpochRow, [Difference]?)? in
                guard let epoch = try reads.openedEpoch(after: place) else { return nil }
                return (epoch, try differences(of: epoch, reads))
            }
            guard let (epoch, differences) = found else {
                page.next = nil
                return page
            }
            page.checked += 1
            if differences == nil { page.large += 1 }
            page.differences += differences ?? []
            place = EpochName(game: epoch.game.text, number: epoch.number)
            page.next = place
        }
        return page
    }

    /// What is wrong with an epoch, or nil where it is too large to be gone through.
    private func differences(
        of epoch: EpochRow,
        _ reads: borrowing Snapshot
    ) throws -> [Difference]? {
        var found: [Difference] = []
        func note(_ what: String, _ stored: String, _ computed: String) {
            found.append(
                Difference(
                    game: epoch.game.text,
                    epoch: epoch.number,
                    what: what,
                    stored: stored,
                    computed: computed
                )
            )
        }
        guard try reads.newestPlay(in: epoch) < Self.largestEpoch else { return nil }
        let strays =
            try reads.plays(notAsTheirIntentsIn: epoch) + reads.plays(leftBehindIn: epoch)
        for (id, play, intent) in strays { note("play:\(id)", play, intent) }
        guard let flow = try reads.stockFlow(in: epoch, limit: Self.largestEpoch) else {
            return nil
        }
        if flow.entries != flow.last { note("entries", "\(flow.last)", "\(flow.entries)") }
        let opening = try epoch.opening.map { try GameState(jsonBytes: $0) } ?? GameState()
        let closing = try GameState(jsonBytes: try reads.closing(of: epoch))
        let prizes = Set(opening.stock.keys).union(closing.stock.keys).union(flow.given.keys)
        for prize in prizes.sorted(by: { $0.text < $1.text }) {
            let before = opening.stock[prize]?.given ?? 0
            let expected = before.addingReportingOverflow(flow.given[prize] ?? 0).partialValue
            let stored = closing.stock[prize]?.given ?? 0
            if stored != expected { note("stock:\(prize.text)", "\(stored)", "\(expected)") }
        }
        return found
    }
}

/// Which epoch of which game.
struct EpochName: Hashable, Sendable {
    let game: String
    let number: Int64

    /// Before all epochs.
    static let start = EpochName(game: "", number: 0)

    init(game: String, number: Int64) {
        self.game = game
        self.number = number
    }

    /// The epoch that a cursor names, or nil.
    init?(cursor: String) {
        guard let slash = cursor.lastIndex(of: "/"),
            let number = Int64(cursor[cursor.index(after: slash)...])
        else { return nil }
        self.init(game: String(cursor[..<slash]), number: number)
    }

    var cursor: String { "\(game)/\(number)" }
}
