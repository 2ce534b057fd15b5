import BadgesDomain
import Primitives
import Sections
import ServiceHost
import Wire

/// A badge with what is shown of it.
package struct BadgeEntry: Sendable {
    /// What is shown of one of its tiers.
    package struct TierDisplay: Hashable, Sendable {
        /// What people call it.
        package let title: String
        /// Where its image is, as the programme says.
        package let image: String?
    }

    /// What it takes.
    package let badge: Badge
    /// What people call it.
    package let title: String
    /// When it can be earned, or nil where that is always.
    package let days: ClosedRange<CalendarDay>?
    /// From which day on what is done counts, where the programme says `since`.
    package let since: CalendarDay?
    /// In the order of the badge's tiers.
    package let tiers: [TierDisplay]

    /// With `badge:` before them and a colon between, the ids of a badge and a tier are the
    /// reference of a reward, which has 64 characters.
    private static let longestIDs = 57

    /// `badges: [{id, title?, tiers, hidden?, undone?, growth?, since?, days?: {from, to}}]`, empty
    /// where it is absent.
    ///
    /// - Parameters:
    ///   - reader: The section.
    ///   - awards: Reads rewards.
    ///   - known: Takes the id of each badge, of those at fault too.
    /// - Returns: The badges that are sound.
    static func list(
        _ reader: inout SectionReader,
        _ awards: AwardReader,
        _ known: inout Set<BadgeID>
    ) -> [BadgeEntry] {
        reader.list("badges", atMost: HeardTraits.mostBadges) { entry in
            let id = entry.ownIdentifier(among: &known, atMost: longestIDs - 1)
            return read(&entry, id, awards)
        }
    }

    private static func read(
        _ reader: inout SectionReader,
        _ id: BadgeID?,
        _ awards: AwardReader
    ) -> BadgeEntry? {
        let title = reader.text("title", largest: 128)
        let isHidden = reader.flag("hidden")
        let undoing = reader.optionalWord("undone", of: Badge.Undoing.allCases)
        let growth = reader.integer("growth", in: 0...1_000_000_000)
        let days = reader.nested("days") { Span.days(&$0) }
        let since = reader.day("since")
        if reader.has("days"), reader.has("since") {
            reader.fault(at: "since", "cannot stand beside days")
        }
        // What is counted from a day on is counted over a campaign that has no end.
        let span = days ?? since.map { $0...CalendarDay(daysSinceEpoch: .max) }
        let tiers = tiers(&reader, of: id, awards, within: span)
        guard let id, reader.isSound else { return nil }
        return BadgeEntry(
            badge: Badge(
                id: id,
                tiers: tiers.map(\.tier),
                isHidden: isHidden,
                undoing: undoing ?? .keep,
                growth: growth ?? 0
            ),
            title: title ?? id.text,
            days: days,
            since: since,
            tiers: tiers.map(\.display)
        )
    }

    private static func tiers(
        _ reader: inout SectionReader,
        of badge: BadgeID?,
        _ awards: AwardReader,
        within days: ClosedRange<CalendarDay>?
    ) -> [TierEntry] {
        guard let list = reader.take("tiers") else {
            reader.fault(at: "tiers", "is missing")
            return []
        }
        if list.elements?.isEmpty == true { reader.fault(at: "tiers", "must have at least one") }
        let longest = max(1, longestIDs - (badge?.text.utf8.count ?? 0))
        var known: Set<TierID> = []
        return reader.list("tiers", atMost: 10) { entry in
            let id: TierID? = entry.ownIdentifier(among: &known, atMost: longest)
            return TierEntry.read(&entry, id, awards, within: days)
        }
    }
}

/// A tier with what is shown of it.
private struct TierEntry {
    let tier: Badge.Tier
    let display: BadgeEntry.TierDisplay

    /// `{id, title?, image?, goal, reward?}`.
    static func read(
        _ reader: inout SectionReader,
        _ id: TierID?,
        _ awards: AwardReader,
        within days: ClosedRange<CalendarDay>?
    ) -> TierEntry? {
        let title = reader.text("title", largest: 128)
        let image = reader.text("image", largest: 1024)
        let goal = Goal.read("goal", of: &reader)
        let reward = awards.award("reward", of: &reader) ?? .nothing
        guard let id, let goal else { return nil }
        if !reward.items.isEmpty, goal.measures.contains(where: \.countsRewards) {
            // Such a reward could bring itself about, again and again.
            reader.fault(at: "reward", "cannot stand beside a goal that counts rewards")
            return nil
        }
        if days != nil, goal.measures.contains(where: \.span.isUnbounded) {
            // It would count what happened on any other days as well.
            reader.fault(at: "goal", "counts by each or within, which days and since do not bound")
            return nil
        }
        let bounded = days.map { goal.replacingLifetime(by: .campaign($0)) } ?? goal
        return TierEntry(
            tier: Badge.Tier(id: id, goal: bounded, reward: reward),
            display: .init(title: title ?? id.text, image: image)
        )
    }
}

extension Span {
    /// Whether its periods lie on all days of a member's life, more than one of them.
    fileprivate var isUnbounded: Bool {
        switch self {
        case .day, .week, .month, .rolling: true
        case .lifetime, .campaign: false
        }
    }
}
