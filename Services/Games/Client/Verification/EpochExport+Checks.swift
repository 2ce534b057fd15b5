import Chance
import GamesDomain
import Primitives
import Wire

extension EpochHead {
    /// What is not right with the head by itself.
    ///
    /// - Parameter zone: The programme's zone, or nil where no rules could be read.
    /// - Returns: What was found, of nobody in particular.
    func findings(in zone: Zone?) -> [EpochFinding] {
        var problems: [String] = []
        if closedAt < openedAt { problems.append("it was closed before it was opened") }
        if let opened = zone?.day(of: openedAt), opened != day {
            problems.append("it was opened on \(opened), not on \(day)")
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
        for player in players {
            let epoch = head.version.epoch
            if !known.insert(player.player).inserted {
                let problem = "it stands twice among the players"
                findings.append(EpochFinding(player: player.player, problem))
            }
            if player.closing.nonces.period > epoch || player.opening?.nonces.period ?? 0 >= epoch {
                let problem = "it has used nonces of an epoch that had not begun"
                findings.append(EpochFinding(player: player.player, problem))
            }
        }
        for entry in entries {
            guard let player = entry.player, known.insert(player).inserted else { continue }
            let problem = "it does not stand among the players"
            findings.append(EpochFinding(entry: entry.sequence, player: player, problem))
        }
        return findings
    }

    /// What is not right with what players, and all of them together, have reserved.
    ///
    /// - Parameter terms: The terms of the epoch's own version.
    /// - Returns: What was found, by player.
    func reservationFindings(by terms: GameTerms) -> [EpochFinding] {
        let all = Dictionary(grouping: entries, by: \.player)
        var total = Int128(head.opening.reserved)
        var findings: [EpochFinding] = []
        for player in players {
            total += Int128(player.closing.reserved) - Int128(player.opening?.reserved ?? 0)
            // What of the play of a later entry is free, and in which period it counts, is not
            // known here.
            guard player.settledLater.isEmpty else { continue }
            var replay = ReservationReplay(of: player, by: terms)
            replay.run(all[player.player] ?? [], in: head.version.epoch)
            findings += replay.problems.map {
                EpochFinding(player: player.player, nonce: $0.nonce, $0.problem)
            }
        }
        if total != Int128(head.closing.reserved) {
            let problem = "the closing count of reserved draws is not that of all players"
            findings.append(EpochFinding(problem))
        }
        return findings + reservedFindings
    }

    /// The players whose closing count of reserved draws does not follow from their entries, of
    /// those who have plays that are settled later.
    private var reservedFindings: [EpochFinding] {
        let all = Dictionary(grouping: entries, by: \.player)
        return players.filter { !$0.settledLater.isEmpty }.compactMap { player in
            let later = player.settledLater.reduce(Int128(0)) {
                $0 + Int128($1.upperBound) - Int128($1.lowerBound) + 1
            }
            let change = (all[player.player] ?? []).reduce(later) { change, entry in
                guard let start = entry.start?.reservation else { return change }
                let isOwn = start.epoch == head.version.epoch
                let sign: Int128 = entry.isGivenBack ? (isOwn ? 0 : -1) : (isOwn ? 1 : 0)
                return change + sign * Int128(start.count)
            }
            let closing = Int128(player.opening?.reserved ?? 0) + change
            guard closing != Int128(player.closing.reserved) else { return nil }
            let problem = "the closing count of reserved draws does not follow from the entries"
            return EpochFinding(player: player.player, problem)
        }
    }
}
