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
    /// The tiers that it has, and since when.
    let held: TierTable<Instant>
    /// How many members hold each tier, and how many there are.
    let holders: Holders
    let tasks: [TaskStanding]
    let ranks: [RankStanding]
    /// Whether the member is not named to others on leaderboards.
    let isHidden: Bool
    /// What the measures that decide badges come to, in their order.
    private let bests: [Int64]

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
        let held = try reads.tiers(heldBy: member)
        self.held = held
        holders = try reads.remembered { try reads.holders() }
        let counters = try MemberCounters(
            of: member,
            by: section.definitions,
            since: section.firstCounted(on: today),
            reads
        )
        bests = section.parts.measures.map { counters.best(of: $0) }
        tasks = try reads.tasks(by: counters, on: today, section)
        ranks = try reads.ranks(of: member, on: today, section)
        isHidden = try reads.isHidden(member)
        guard let known else {
            growth = 0
            return
        }
        growth = try reads.growth(of: known, by: section, asOf: today) { held[$0.text].rows.count }
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
            writer.object { task.write(to: &$0, section.parts) }
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
            section.parts.write(level: next, to: &writer)
            writer.member("at", step.entry)
            writer.member("missing", max(0, step.entry - growth))
            writer.name("badgesMissing")
            let missing = step.badges.map(\.text).filter { held[$0].rows.isEmpty }.sorted()
            writer.array(missing) { $0.string($1) }
        }
    }

    private func writeEarned(to writer: inout JSONWriter) {
        writer.object { writer in
            section.parts.write(level: standing.level, to: &writer)
            writer.member("since", standing.since.description)
            writer.member("reviewOn", ifPresent: standing.reviewOn?.description)
            writer.member("graceEndsOn", ifPresent: standing.graceEndsOn?.description)
            writer.member("keep", section.levels.rules.step(standing.level)?.keep ?? 0)
        }
    }

    private func write(given days: ClosedRange<CalendarDay>, to writer: inout JSONWriter) {
        writer.object { writer in
            section.parts.write(level: inForce.level, to: &writer)
            writer.member("since", days.lowerBound.description)
            writer.member("givenUntil", days.upperBound.description)
        }
    }

    /// Writes `badges`: those that are not hidden, and the hidden ones that the member has.
    func writeBadges(to writer: inout JSONWriter) {
        let members = holders.members
        let parts = section.parts.badges
        let shown = parts.indices.filter { place in
            !parts[place].isHidden || !held[parts[place].id].rows.isEmpty
        }
        writer.name("badges")
        writer.array(shown) { writer, place in
            writer.object { write(parts[place], of: members, to: &$0) }
        }
    }

    private func write(
        _ part: PageParts.BadgePart,
        of members: Int64,
        to writer: inout JSONWriter
    ) {
        let earned = held[part.id]
        let counts = holders.counts(of: part.id)
        writer.raw(part.head)
        writer.name("tiers")
        writer.array(part.tiers) { writer, tier in
            writer.object { writer in
                writer.raw(tier.head)
                writer.member("earnedAt", ifPresent: earned[tier.id]?.description)
                if members >= Self.fewestMembers {
                    writer.name("rarity")
                    writer.object { writer in
                        writer.member("holders", counts[tier.id] ?? 0)
                        writer.member("members", members)
                    }
                }
                tier.goal.write(to: &writer, bests)
                writer.raw(tier.reward)
            }
        }
    }
}
