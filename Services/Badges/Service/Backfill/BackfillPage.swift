import BadgesDomain
import Primitives
import Storage
import Wire

/// One page of members, and what a badge comes to for them.
struct BackfillPage: Sendable {
    var tally: BackfillTally
    /// The last member that was looked at; empty before the first one.
    var last: String
    /// Whether there are no more members.
    var isLast = false

    /// Begins behind a member.
    init(tally: BackfillTally, after member: String) {
        self.tally = tally
        last = member
    }

    /// From which member on to go on; nil where all were looked at.
    var next: String? { isLast ? nil : last }

    /// How many more members it may have.
    func room(of request: BackfillRequest) -> Int {
        request.limit - Int(tally.checked + tally.skipped)
    }
}

extension BadgesSection {
    /// A badge of the programme.
    ///
    /// - Throws: A fault where there is none of that name.
    func badge(_ id: BadgeID) throws(JSONFault) -> BadgeEntry {
        guard let entry = badges.first(where: { $0.badge.id == id }) else {
            throw JSONFault(at: "badge", "is no badge of the programme")
        }
        return entry
    }
}

extension Snapshot {
    /// The tiers of one badge that a member holds.
    borrowing func tiers(of badge: BadgeID, heldBy member: MemberID) throws -> Set<TierID> {
        try heldTiers(of: member)[badge] ?? []
    }

    /// Those of some tiers that a member was never rewarded for.
    borrowing func unrewarded(
        _ tiers: some Collection<TierID>,
        of badge: Badge,
        _ member: MemberID
    ) throws -> Set<TierID> {
        let rewarded = try rewarded(for: tiers.map { badge.reference(of: $0) }, member)
        return Set(tiers.filter { rewarded[badge.reference(of: $0)] == nil })
    }
}
