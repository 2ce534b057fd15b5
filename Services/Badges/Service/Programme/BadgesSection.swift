import BadgesDomain
import Primitives
import Sections
import Wire

/// The badges' section of the programme: what makes members grow, the levels, the badges, the
/// tasks and the leaderboards.
///
/// `{"zone", "assets", "words"?, "growth"?, "levels"?, "badges"?, "tasks"?, "boards"?}`; of an
/// asset only its id is read, as the rest is the gateway's to check.
///
/// It is a class as every page and command takes it along: a copy of all its lists would count each
/// of them once more, and the processors would wait for one another's counts.
package final class BadgesSection: ProgrammeSection {
    /// How many measures a programme may count by.
    private static let largestCount = 500

    /// The programme's zone.
    package let zone: Zone
    /// The names of events and attributes, for people.
    package let words: EventWords
    /// What makes members grow.
    package let growth: GrowthRules
    /// The levels.
    package let levels: LevelsPart
    /// The badges, in the order of the file.
    package let badges: [BadgeEntry]
    /// The tasks, each behind those that must be done before it.
    let tasks: [TaskEntry]
    /// The leaderboards, in the order of the file.
    let boards: [BoardEntry]
    /// What is counted, and what each count decides.
    let definitions: Definitions
    /// What is shown of all that to every member.
    let parts: PageParts

    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    package init(_ json: JSON) throws(ProgrammeFaults) {
        var reader = SectionReader(json, at: "")
        let zone = reader.zone()
        let assets = reader.assets(isOpen: true) { $1 }
        let awards = AwardReader(assets: assets)
        words = EventWords.read(&reader)
        growth = reader.nested("growth") { GrowthRules.read(&$0) } ?? .none
        var known: Set<BadgeID> = []
        badges = BadgeEntry.list(&reader, awards, &known)
        levels = reader.nested("levels") { LevelsPart.read(&$0, awards, badges: known) } ?? .none
        tasks = TaskEntry.list(&reader, awards)
        boards = BoardEntry.list(&reader, awards)
        definitions = Definitions(
            badges: badges.map(\.badge),
            tasks: tasks.map(\.task),
            growth: growth,
            levels: levels.rules,
            boards: boards
        )
        if definitions.measures.count > BadgesSection.largestCount {
            let message = "and growth count by more than \(BadgesSection.largestCount) measures"
            reader.fault(at: "badges", message)
        }
        reader.finish()
        guard let zone, reader.isSound else { throw ProgrammeFaults(reader.faults) }
        self.zone = zone
        parts = PageParts(badges: badges, tasks: tasks, levels: levels, words: words)
    }

    /// Tiers of two badges whose rewards have one reference: ids may hold colons, and what is
    /// rewarded once is known by both ids in a row.
    package var faultsIfNew: [JSONFault] {
        var badgeOf: [String: BadgeID] = [:]
        return badges.enumerated().flatMap { place, entry in
            entry.badge.tiers.enumerated().compactMap { number, tier -> JSONFault? in
                let id = entry.badge.id
                let other = badgeOf.updateValue(id, forKey: id.reference(of: tier.id))
                guard let other, other != id else { return nil }
                return JSONFault(
                    at: "badges[\(place)].tiers[\(number)].id",
                    "has the reference of a tier of \(other), as ids hold `:`"
                )
            }
        }
    }

    /// What would break: another zone, and another level in the place of one that members have,
    /// as a level is known by its number.
    package func faults(following earlier: BadgesSection) -> [JSONFault] {
        let former = earlier.levels.rules.steps.map(\.id)
        let levels = zip(former, levels.rules.steps.map(\.id)).enumerated().compactMap {
            index,
            pair -> JSONFault? in
            guard pair.0 != pair.1 else { return nil }
            return JSONFault(
                at: "levels.steps[\(index)].id",
                "was \(pair.0): levels keep their places, and new ones come above them"
            )
        }
        return JSONFault.faults(ofZone: zone.name, following: earlier.zone.name) + levels
    }
}
