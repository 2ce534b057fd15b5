import BadgesDomain
import Primitives
import Problems
import Sections
import ServiceHost
import Storage
import Wire

/// Finds out which members would get a badge, by the programme or by one that is not published,
/// and writes nothing.
struct BackfillPreview: Sendable {
    /// For how long members are looked at in one page.
    private static let longest = Duration.seconds(1)
    /// How many members are found at once.
    private static let chunk = 100

    let store: Store
    let programme: BadgesProgramme
    private let badge: Badge
    /// What the counts are kept by.
    private let definitions: Definitions

    /// Takes the badge of the section, or of the one in force.
    ///
    /// - Throws: `JSONFault` where there is no such badge; a `Problem` where the section is faulty
    ///   or none is published.
    init(_ request: BackfillRequest, _ store: Store, _ programme: BadgesProgramme) throws {
        let current = try store.read { try programme.current($0).section }
        let section = try request.section.map { try Self.section($0, following: current) }
        badge = try (section ?? current).badge(request.badge).badge
        definitions = current.definitions
        self.store = store
        self.programme = programme
    }

    private static func section(
        _ json: JSON,
        following current: BadgesSection
    ) throws(Problem) -> BadgesSection {
        let section: BadgesSection
        do throws(ProgrammeFaults) {
            section = try BadgesSection(json)
        } catch {
            throw Problem(faults: error.faults, as: .invalidProgramme)
        }
        let faults = section.faultsIfNew + section.faults(following: current)
        guard faults.isEmpty else { throw Problem(faults: faults, as: .invalidProgramme) }
        return section
    }

    /// Looks at a page of members, or at fewer where its time is over.
    func page(_ request: BackfillRequest) throws -> BackfillPage {
        let end = ContinuousClock.now + Self.longest
        var page = BackfillPage(tally: BackfillTally(of: badge), after: request.after)
        while page.next != nil, page.room(of: request) > 0, ContinuousClock.now < end {
            let limit = min(page.room(of: request), Self.chunk)
            let members = try store.read { try $0.levels(after: page.last, limit: limit) }.map(\.0)
            for member in members {
                try look(at: member, &page)
                // One at least, so that the next page begins elsewhere.
                if ContinuousClock.now >= end { return page }
            }
            if members.count < limit { page.isLast = true }
        }
        return page
    }

    private func look(at member: MemberID, _ page: inout BackfillPage) throws {
        page.last = member.text
        do {
            // A read of its own, as long ones are cut off.
            page.tally.add(try store.read { try change(of: member, $0) })
        } catch let error as StorageError where error != .timeIsOver {
            throw error
        } catch {
            page.tally.skipped += 1
        }
    }

    private func change(
        of member: MemberID,
        _ reads: borrowing Snapshot
    ) throws -> BackfillTally.Change {
        let held = try reads.tiers(of: badge.id, heldBy: member)
        let values = try values(of: member, reads)
        let (given, taken) = badge.changes(of: held) { values[$0] ?? 0 }
        return BackfillTally.Change(
            held: held,
            given: Set(given.map(\.id)),
            taken: Set(taken.map(\.id)),
            rewarded: try reads.unrewarded(given.map(\.id), of: badge, member)
        )
    }

    /// What the measures of the badge come to: as they are kept where they are, else by the events.
    private func values(
        of member: MemberID,
        _ reads: borrowing Snapshot
    ) throws -> [Measure: Int64] {
        let isCounted = try reads.standing(of: member)?.stamp == definitions.stamp
        // The best of all periods stand before any day.
        let counters =
            isCounted
            ? try MemberCounters(
                of: member,
                by: definitions,
                since: CalendarDay(daysSinceEpoch: .max),
                reads
            ) : nil
        var values: [Measure: Int64] = [:]
        var unknown: [Measure] = []
        for measure in badge.measures {
            if let counters, definitions.measures[Definitions.number(of: measure)] != nil {
                values[measure] = counters.best(of: measure)
            } else {
                unknown.append(measure)
            }
        }
        guard !unknown.isEmpty else { return values }
        var tally = EventTally(by: unknown)
        try reads.eachStandingEvent(of: member) { tally.add($0) }
        let count = MemberCount(tally)
        for measure in unknown { values[measure] = count.best(of: measure) }
        return values
    }
}
