import CheckinDomain
import Primitives
import ServiceHost
import Storage

/// Compares what the store keeps of members with what their days say.
///
/// Nothing is settled for it: rows and numbers are compared as they are stored.
struct StreakReconciliation {
    /// What was found in some members.
    struct Page: Sendable {
        fileprivate(set) var checked = 0
        fileprivate(set) var differences: [(member: String, difference: HistoryAudit.Difference)] =
            []
        /// The last member that was looked at, where there are more.
        fileprivate(set) var next: String?
    }

    /// For how long one page looks at members; one member is looked at whole.
    private static let longestPage = Duration.milliseconds(500)
    /// How many members a page looks at.
    private static let largestPage = 1000
    /// How many versions of the programme are looked through for another loss policy.
    private static let mostVersions: Int64 = 100

    let store: Store
    let programme: CheckinProgramme

    /// Looks at the members behind one, in order.
    func page(after member: String) throws -> Page {
        let end = ContinuousClock.now + Self.longestPage
        let members = try store.read { reads in
            try reads.all(
                "SELECT member FROM member WHERE member > ? ORDER BY member LIMIT ?",
                .text(member),
                .int(Int64(Self.largestPage))
            ) { $0.text(0) }
        }
        var page = Page()
        var policies = Policies(programme: programme, mostVersions: Self.mostVersions)
        for member in members {
            if page.checked > 0, ContinuousClock.now > end { break }
            page.differences += try differences(of: member, &policies).map { (member, $0) }
            page.checked += 1
            page.next = member
        }
        if page.checked == members.count, members.count < Self.largestPage { page.next = nil }
        return page
    }

    /// What is wrong with a member, which may be that its rows cannot even be read.
    private func differences(
        of member: String,
        _ policies: inout Policies
    ) throws -> [HistoryAudit.Difference] {
        do {
            // One snapshot: whatever decided the days that it shows was published before it.
            return try store.read { try $0.differences(of: member, &policies) }
        } catch StorageError.fault(let fault) {
            return [.unreadable(fault)]
        }
    }
}

/// Whether missed days were always decided by one policy.
private struct Policies {
    let programme: CheckinProgramme
    let mostVersions: Int64
    /// The newest version that was looked at, and the one policy of all until then.
    private var known: (version: Int64, loss: LossPolicy?)?

    init(programme: CheckinProgramme, mostVersions: Int64) {
        self.programme = programme
        self.mostVersions = mostVersions
    }

    /// The loss policy that every version has, or nil where they differ or are too many.
    mutating func onlyOne(_ reads: borrowing Snapshot) throws -> LossPolicy? {
        guard let newest = try programme.published(reads)?.number else { return nil }
        if let known, known.version == newest { return known.loss }
        let loss = try common(until: newest, reads)
        known = (newest, loss)
        return loss
    }

    private func common(until newest: Int64, _ reads: borrowing Snapshot) throws -> LossPolicy? {
        guard newest <= mostVersions else { return nil }
        var loss: LossPolicy?
        for number in stride(from: newest, to: 0, by: -1) {
            guard let rules = try programme.version(numbered: number, reads)?.section.rules
            else { continue }
            if let loss, loss != rules.loss { return nil }
            loss = rules.loss
        }
        return loss
    }
}

extension Snapshot {
    fileprivate borrowing func differences(
        of name: String,
        _ policies: inout Policies
    ) throws -> [HistoryAudit.Difference] {
        let id = MemberID(validated: name)
        guard let member = try checkinMember(id, with: []) else { return [] }
        var audit = HistoryAudit(of: member, try policies.onlyOne(self))
        let first = CalendarDay(daysSinceEpoch: .min)
        for record in try days(of: id, from: first) { audit.add(record) }
        let repaired = try all(
            "SELECT day FROM make_up WHERE member = ? AND state = 1 ORDER BY day",
            .text(name)
        ) { CalendarDay(daysSinceEpoch: $0.int(0)) }
        audit.end(repaired: repaired)
        return audit.differences
    }
}
