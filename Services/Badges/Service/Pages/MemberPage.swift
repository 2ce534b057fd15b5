import BadgesDomain
import Primitives
import Sections
import Storage
import Wire

/// All that is shown of a member: its level, its growth and its badges.
struct MemberPage {
    let member: MemberID
    let asOf: Instant
    let section: BadgesSection
    /// Where it stands by what it has earned.
    let standing: LevelStanding
    /// The level that counts.
    let inForce: LevelInForce
    let growth: Int64
    let held: [BadgeID: [TierID: Instant]]
    /// How many members hold each tier, and how many there are.
    let holders: [String: [String: Int64]]
    let tasks: [TaskStanding]
    let ranks: [RankStanding]
    /// Whether the member is not named to others on leaderboards.
    let isHidden: Bool
    private let values: [Measure: Int64]

    /// Below how many members nothing is told of how many hold a badge.
    private static let fewestMembers: Int64 = 100

    /// Reads a member that is up to date, or one that nothing is known of.
    init(
        of member: MemberID,
        _ known: Standing?,
        at now: Instant,
        _ section: BadgesSection,
        _ reads: borrowing Snapshot
    ) throws {
        let today = section.zone.day(of: now)
        self.member = member
        asOf = now
        self.section = section
        standing = known?.level ?? LevelStanding(newOn: today)
        inForce = LevelInForce(
            earned: standing.level,
            try reads.levelGrants(of: member, on: today),
            by: section.levels.rules
        )
        held = try reads.heldTiers(of: member).reduce(into: [:]) {
            $0[$1.badge, default: [:]][$1.tier] = $1.since
        }
        holders = try reads.holders()
        var values: [Measure: Int64] = [:]
        for entry in section.badges {
            for measure in entry.badge.measures {
                values[measure] = try reads.best(of: measure, for: member)
            }
        }
        self.values = values
        tasks = try reads.tasks(of: member, on: today, section)
        ranks = try reads.ranks(of: member, on: today, section)
        isHidden = try reads.isHidden(member)
        let tiers = held.mapValues { Set($0.keys) }
        guard let known else {
            growth = 0
            return
        }
        growth = try reads.growth(of: known, by: section, asOf: today, holding: tiers)
    }

    // MARK: Writing

    /// Writes the members of the page.
    func write(to writer: inout JSONWriter) {
        writer.member("member", member.text)
        writer.member("asOf", asOf.description)
        writeLevel(to: &writer)
        writeBadges(to: &writer)
        writeTasks(to: &writer)
        writeRanks(to: &writer)
    }

    /// Writes `ranks` on the leaderboards that have a period now, and whether others see its name.
    private func writeRanks(to writer: inout JSONWriter) {
        writer.name("ranks")
        writer.array(ranks) { writer, rank in
            writer.object { writer in
                rank.writeHead(to: &writer)
                rank.writeRank(to: &writer)
            }
        }
        writer.member("hidden", isHidden)
    }

    /// Writes `tasks`: those that can be done now, and those that can still be claimed.
    func writeTasks(to writer: inout JSONWriter) {
        writer.name("tasks")
        writer.array(tasks) { writer, task in
            writer.object { task.write(to: &$0, section.words) }
        }
    }

    /// Writes `level`, beside it `earned` where it was given for some days, `growth`, and `next`
    /// where there is a level above the one that is earned.
    func writeLevel(to writer: inout JSONWriter) {
        writer.name("level")
        if let days = inForce.days {
            write(given: days, to: &writer)
            writer.name("earned")
        }
        writeEarned(to: &writer)
        writer.member("growth", growth)
        let next = standing.level + 1
        guard let step = section.levels.rules.step(next) else { return }
        writer.name("next")
        writer.object { writer in
            writeNames(of: next, to: &writer)
            writer.member("at", step.entry)
            writer.member("missing", max(0, step.entry - growth))
            writer.name("badgesMissing")
            let missing = step.badges.filter { held[$0] == nil }.map(\.text).sorted()
            writer.array(missing) { $0.string($1) }
        }
    }

    private func writeEarned(to writer: inout JSONWriter) {
        writer.object { writer in
            writeNames(of: standing.level, to: &writer)
            writer.member("since", standing.since.description)
            writer.member("reviewOn", ifPresent: standing.reviewOn?.description)
            writer.member("graceEndsOn", ifPresent: standing.graceEndsOn?.description)
            writer.member("keep", section.levels.rules.step(standing.level)?.keep ?? 0)
        }
    }

    private func write(given days: ClosedRange<CalendarDay>, to writer: inout JSONWriter) {
        writer.object { writer in
            writeNames(of: inForce.level, to: &writer)
            writer.member("since", days.lowerBound.description)
            writer.member("givenUntil", days.upperBound.description)
        }
    }

    private func writeNames(of level: Int64, to writer: inout JSONWriter) {
        writer.member("number", level)
        guard let step = section.levels.rules.step(level) else { return }
        let display = section.levels.displays[Int(level) - 1]
        writer.member("id", step.id.text)
        writer.member("name", display.name)
        writer.name("benefits")
        writer.object { writer in
            writer.member("earning", display.earning.text)
            writer.member("checkin", display.checkin.text)
            writer.name("perks")
            writer.array(display.perks) { $0.string($1) }
        }
        writer.name("reward")
        writer.array(step.reward.items) { $0.value($1.json) }
    }

    /// Writes `badges`: those that are not hidden, and the hidden ones that the member has.
    func writeBadges(to writer: inout JSONWriter) {
        let shown = section.badges.filter { !$0.badge.isHidden || held[$0.badge.id] != nil }
        writer.name("badges")
        writer.array(shown) { writer, entry in
            writer.object { writer in
                writer.member("id", entry.badge.id.text)
                writer.member("title", entry.title)
                writer.member("hidden", entry.badge.isHidden)
                let first = entry.days?.lowerBound ?? entry.since
                writer.member("from", ifPresent: first?.description)
                writer.member("to", ifPresent: entry.days?.upperBound.description)
                writer.name("tiers")
                writer.array(zip(entry.badge.tiers, entry.tiers).map { $0 }) { writer, tier in
                    writer.object { write(tier.0, of: entry.badge, tier.1, to: &$0) }
                }
            }
        }
    }

    private func write(
        _ tier: Badge.Tier,
        of badge: Badge,
        _ display: BadgeEntry.TierDisplay,
        to writer: inout JSONWriter
    ) {
        writer.member("id", tier.id.text)
        writer.member("title", display.title)
        writer.member("image", ifPresent: display.image)
        writer.member("earnedAt", ifPresent: held[badge.id]?[tier.id]?.description)
        writeRarity(of: tier.id, of: badge.id, to: &writer)
        writer.name("words")
        write(to: &writer) { $0.text(tier.goal) }
        writer.name("parts")
        writer.array(tier.goal.progress { values[$0] ?? 0 }) { writer, part in
            writer.object { writer in
                writer.member("value", part.value)
                writer.member("atLeast", part.atLeast)
                writer.name("words")
                write(to: &writer) { $0.text(part) }
            }
        }
        writer.name("reward")
        writer.array(tier.reward.items) { $0.value($1.json) }
    }

    private func writeRarity(of tier: TierID, of badge: BadgeID, to writer: inout JSONWriter) {
        let members = holders[""]?[""] ?? 0
        guard members >= Self.fewestMembers else { return }
        writer.name("rarity")
        writer.object { writer in
            writer.member("holders", holders[badge.text]?[tier.text] ?? 0)
            writer.member("members", members)
        }
    }

    /// Writes words in every language.
    private func write(to writer: inout JSONWriter, _ text: (GoalWords) -> String) {
        writer.object { writer in
            writer.member("en", text(GoalWords(words: section.words, language: .english)))
            writer.member("zh", text(GoalWords(words: section.words, language: .chinese)))
        }
    }
}

extension Ratio {
    /// The ratio as `3/2`, or `2` where it is whole.
    fileprivate var text: String {
        denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
    }
}
