import Chance
import GamesDomain
import Primitives
import Wire

extension EpochHead {
    /// What is not right with the head by itself.
    var findings: [EpochFinding] {
        var problems: [String] = []
        if closedAt < openedAt { problems.append("it was closed before it was opened") }
        if let entry = try? GameEntry(exported: version.rules) {
            // Rules that make no game are found where versions are made again.
            let opened = entry.terms.zone.day(of: openedAt)
            if opened != day { problems.append("it was opened on \(opened), not on \(day)") }
        }
        var epochs: Set<Int64> = []
        for other in earlier {
            if other.epoch >= version.epoch {
                problems.append("epoch \(other.epoch) is not earlier than \(version.epoch)")
            }
            if !epochs.insert(other.epoch).inserted {
                problems.append("epoch \(other.epoch) stands twice among the earlier ones")
            }
        }
        return problems.map { EpochFinding($0) }
    }
}

extension EpochExport {
    /// What is not right with the list of players.
    var playerFindings: [EpochFinding] {
        var known: Set<Pseudonym> = []
        var findings: [EpochFinding] = []
        for player in players where !known.insert(player.player).inserted {
            findings.append(
                EpochFinding(player: player.player, "it stands twice among the players")
            )
        }
        for entry in entries {
            guard let player = entry.player, known.insert(player).inserted else { continue }
            let problem = "it does not stand among the players"
            findings.append(EpochFinding(entry: entry.sequence, player: player, problem))
        }
        return findings
    }

    /// Whether as many draws or rounds are counted as reserved as the entries have reserved.
    ///
    /// What is reserved counts from its beginning, and no longer where it was refused.
    var countFindings: [EpochFinding] {
        var reserved: [Pseudonym: Int128] = [:]
        for entry in entries {
            guard let player = entry.player, let start = entry.start else { continue }
            let isOwn = start.reservation.epoch == head.version.epoch
            let change = entry.isGivenBack ? (isOwn ? 0 : -1) : (isOwn ? 1 : 0)
            reserved[player, default: 0] += Int128(change) * Int128(start.reservation.count)
        }
        var total = Int128(head.opening.reserved)
        var findings: [EpochFinding] = []
        for player in players {
            let later = player.settledLater.reduce(Int128(0)) {
                $0 + Int128($1.upperBound) - Int128($1.lowerBound) + 1
            }
            let change = later + (reserved[player.player] ?? 0)
            total += change
            if Int128(player.opening?.reserved ?? 0) + change != Int128(player.closing.reserved) {
                let problem =
                    "the reserved draws of the closing state do not follow from the entries"
                findings.append(EpochFinding(player: player.player, problem))
            }
        }
        if total != Int128(head.closing.reserved) {
            let problem = "the reserved draws of the closing state do not follow from the entries"
            findings.append(EpochFinding(problem))
        }
        return findings
    }
}

extension ExportedEntry {
    /// Whose it is, or nil of a change of stock.
    var player: Pseudonym? {
        switch content {
        case .play(let play): play.player
        case .deal(let deal): deal.player
        case .end(let end): end.recorded.player
        case .restock: nil
        }
    }

    /// What its first step had reserved, or nil where it has none.
    var start: PlayStart? {
        switch content {
        case .play(let play): play.start
        case .deal(let deal): deal.start
        case .end, .restock: nil
        }
    }

    /// When it was settled.
    var settledAt: Instant {
        switch content {
        case .play(let play): play.settledAt
        case .deal(let deal): deal.settledAt
        case .end(let end): end.recorded.endedAt
        case .restock(let restock): restock.at
        }
    }

    /// Whether what it had reserved was given back.
    var isGivenBack: Bool {
        switch content {
        case .play(let play): play.isRefused
        case .deal(let deal): deal.isRefused
        case .end, .restock: false
        }
    }
}
