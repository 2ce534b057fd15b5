import Chance
import GamesDomain
import Primitives

/// The replay of an export, entry by entry.
struct EpochRun {
    private(set) var findings: [EpochFinding] = []
    var verdicts: [DrawVerdict] = []
    private let export: EpochExport
    let versions: [Int64: RebuiltVersion]
    var replay: EpochReplay<Pseudonym>
    private var latest: Instant

    init(_ export: EpochExport, _ versions: [Int64: RebuiltVersion]) {
        self.export = export
        self.versions = versions
        let players = export.players.compactMap { player in
            player.opening.map { (player.player, $0) }
        }
        let rounds = export.players.map { player in
            let named = player.openRounds.map { ($0.name, $0.round) }
            return (player.player, Dictionary(named, uniquingKeysWith: { first, _ in first }))
        }
        replay = EpochReplay(
            epoch: export.head.version.epoch,
            opened: export.head.openedAt,
            state: export.head.opening,
            players: Dictionary(players, uniquingKeysWith: { first, _ in first }),
            rounds: Dictionary(rounds, uniquingKeysWith: { first, _ in first })
        )
        latest = export.head.openedAt
    }

    /// Replays the entry at a place.
    mutating func replay(_ entry: ExportedEntry, at place: Int) {
        let expected =
            place > 0 ? export.entries[place - 1].sequence.addingReportingOverflow(1) : nil
        let next = expected?.partialValue ?? 1
        if entry.sequence != next { note(entry, "its number is \(entry.sequence), not \(next)") }
        checkTime(of: entry)
        switch entry.content {
        case .play(let play): replay(play, entry)
        case .deal(let deal): replay(deal, entry)
        case .end(let end):
            if versions[end.recorded.name.epoch] == nil {
                note(entry, Self.noVersion(of: end.recorded.name.epoch))
            }
            add(replay.replay(end.recorded), entry)
        case .restock(let restock):
            guard let version = versions[export.head.version.epoch] else { return }
            add(replay.restock(restock.prize, by: restock.change, in: version.game.table), entry)
        }
    }

    /// Looks at the epoch as a whole.
    mutating func finish() {
        let closing = EpochClosing(
            state: export.head.closing,
            players: Dictionary(
                export.players.map { ($0.player, $0.closing) },
                uniquingKeysWith: { first, _ in first }
            )
        )
        let later = Dictionary(
            export.players.filter { !$0.settledLater.isEmpty }.map { ($0.player, $0.settledLater) },
            uniquingKeysWith: { first, _ in first }
        )
        let found = replay.finish(closing, settledLater: later).map { EpochFinding($0, entry: nil) }
        findings += found.sorted { "\($0)" < "\($1)" }
    }

    /// Whether an entry was settled, and its play began, while the epoch was open.
    private mutating func checkTime(of entry: ExportedEntry) {
        let head = export.head
        let settled = entry.settledAt
        if case .restock = entry.content, settled < latest {
            note(entry, "the stock was changed at \(settled), before what stands before it")
        } else if entry.start == nil || settled >= latest {
            latest = max(latest, settled)
        }
        if settled > head.closedAt {
            note(entry, "it is of \(settled), after the epoch was closed")
        }
        guard let start = entry.start?.reservation else { return }
        if start.epoch == head.version.epoch, start.begun < head.openedAt {
            note(entry, "its play began at \(start.begun), before the epoch was opened")
        }
        if start.epoch < head.version.epoch, start.begun > head.openedAt {
            note(
                entry,
                "its play began at \(start.begun), when its epoch \(start.epoch) was closed"
            )
        }
    }

    mutating func note(_ entry: ExportedEntry, nonce: Int64? = nil, _ problem: String) {
        findings.append(
            EpochFinding(
                entry: entry.sequence,
                player: entry.player,
                nonce: nonce ?? entry.start?.reservation.firstNonce,
                problem
            )
        )
    }

    static func noVersion(of epoch: Int64) -> String {
        "no version is exported by which epoch \(epoch) is drawn"
    }

    mutating func add(_ found: [ReplayFinding<Pseudonym>], _ entry: ExportedEntry) {
        findings += found.map { EpochFinding($0, entry: entry.sequence) }
    }
}
