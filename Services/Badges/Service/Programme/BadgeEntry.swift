import BadgesDomain
import Primitives
import Sections
import Wire

/// A badge with what is shown of it.
struct BadgeEntry: Sendable {
    /// What is shown of one of its tiers.
    struct TierDisplay: Sendable {
        let title: String
        let image: String?
    }

    let badge: Badge
    let title: String
    /// When it can be earned, or nil where that is always.
    let days: ClosedRange<CalendarDay>?
    /// In the order of the badge's tiers.
    let tiers: [TierDisplay]

    /// `badges: [{id, title, tiers, hidden?, undone?, growth?, since?, days?: {from, to}}]`, empty
    /// where it is absent.
    static func list(_ reader: inout SectionReader, _ awards: AwardReader) -> [BadgeEntry] {
        let entries = reader.list("badges", atMost: 200) { read(&$0, awards) }
        var known: Set<BadgeID> = []
        for (index, entry) in entries.enumerated() where !known.insert(entry.badge.id).inserted {
            reader.fault(at: "badges[\(index)].id", "is the id of another badge")
        }
        return entries
    }

    private static func read(_ reader: inout SectionReader, _ awards: AwardReader) -> BadgeEntry? {
        let id: BadgeID? = reader.identifier("id")
        let title = reader.text("title", largest: 128)
        let isHidden = reader.flag("hidden")
        let undoing = reader.optionalWord("undone", of: Badge.Undoing.allCases)
        let growth = reader.integer("growth", in: 0...1_000_000_000)
        let days = reader.nested("days") { Span.days(&$0) }
        let since = reader.day("since")
        if days != nil, reader.has("since") {
            reader.fault(at: "since", "cannot stand beside days")
        }
        // What is counted from a day on is counted over a campaign that has no end.
        let span = days ?? since.map { $0...CalendarDay(daysSinceEpoch: .max) }
        let tiers = reader.list("tiers", atMost: 10) { TierEntry.read(&$0, awards, within: span) }
        if tiers.isEmpty, reader.isSound { reader.fault(at: "tiers", "must have at least one") }
        var known: Set<TierID> = []
        for tier in tiers where !known.insert(tier.tier.id).inserted {
            reader.fault(at: "tiers", "has two of the id \(tier.tier.id)")
        }
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
            tiers: tiers.map(\.display)
        )
    }
}

/// A tier with what is shown of it.
private struct TierEntry {
    let tier: Badge.Tier
    let display: BadgeEntry.TierDisplay

    /// `{id, title?, image?, goal, reward?}`.
    static func read(
        _ reader: inout SectionReader,
        _ awards: AwardReader,
        within days: ClosedRange<CalendarDay>?
    ) -> TierEntry? {
        let id: TierID? = reader.identifier("id")
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
        let bounded = days.map { goal.replacingLifetime(by: .campaign($0)) } ?? goal
        return TierEntry(
            tier: Badge.Tier(id: id, goal: bounded, reward: reward),
            display: .init(title: title ?? id.text, image: image)
        )
    }
}
