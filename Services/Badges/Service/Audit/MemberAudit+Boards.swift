import BadgesDomain
import Primitives
import Storage

extension MemberAudit {
    /// What the member has in the periods of leaderboards that still take events.
    func scores(_ count: MemberCount) -> [Place: Int64] {
        var scores: [Place: Int64] = [:]
        for (counted, value) in count.values {
            let number = Definitions.number(of: counted.measure)
            for entry in section.definitions.measures[number]?.boards ?? [] {
                let place = BoardPlace(board: entry.number, period: counted.period)
                if openPeriods.contains(place) { scores[name(of: place)] = value }
            }
        }
        return scores
    }

    /// The same as it is stored.
    func storedScores(_ reads: borrowing Snapshot) throws -> [Place: Int64] {
        var scores: [Place: Int64] = [:]
        for (place, score) in try reads.openScores(of: standing.member)
        where openPeriods.contains(place) {
            scores[name(of: place)] = score.value
        }
        return scores
    }

    private func name(of place: BoardPlace) -> Place {
        Place("score on board \(place.board)", place.period)
    }
}
