import GamesDomain
import Primitives
import Sections
import Wire

extension GamesSection {
    /// What would break: another zone, or a game of another kind.
    ///
    /// Games may come, change and go; what has begun follows the version under which it began.
    package func faults(following earlier: GamesSection) -> [JSONFault] {
        var faults = JSONFault.faults(ofZone: zone.name, following: earlier.zone.name)
        for (path, entry) in pathsAndEntries {
            guard let former = earlier.entry(entry.id), former.kind != entry.kind else { continue }
            faults.append(
                JSONFault(
                    at: path + ".id",
                    "was a \(former.kind.words), and a game never becomes another"
                )
            )
        }
        return faults
    }

    /// What would become worse for members in games that are not over.
    ///
    /// - Parameters:
    ///   - earlier: The section in force.
    ///   - now: The instant, by which a game is over or not.
    /// - Returns: What is worse, each with its path in this section; that of a game that is gone
    ///   is the path of its list.
    package func worsenings(since earlier: GamesSection, at now: Instant) -> [JSONFault] {
        let places = Dictionary(
            pathsAndEntries.map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return earlier.entries.flatMap { former -> [JSONFault] in
            if let until = former.terms.window.until, now >= until { return [] }
            guard let path = places[former.id], let entry = entry(former.id) else {
                let list = former.kind.listName
                return [JSONFault(at: list, "no longer has \(former.id), which is not over")]
            }
            return entry.game.worsenings(since: former.game).map { worsening in
                let place = GamePath.written(worsening.path, in: entry.published)
                return JSONFault(at: "\(path).\(place)", worsening.change)
            }
        }
    }

    /// The games with their paths in the section.
    private var pathsAndEntries: [(path: String, entry: GameEntry)] {
        GameKind.allCases.flatMap { kind in
            entries.filter { $0.kind == kind }.enumerated().map { index, entry in
                (path: "\(kind.listName)[\(index)]", entry: entry)
            }
        }
    }
}

extension GameKind {
    /// The member of the section that lists the games of the kind.
    var listName: String {
        switch self {
        case .lottery: "lotteries"
        case .cardFlip: "cardFlips"
        }
    }

    fileprivate var words: String {
        switch self {
        case .lottery: "lottery"
        case .cardFlip: "card flip"
        }
    }
}
