import CheckinDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// One check-in, from the store and back.
struct CheckInWork {
    /// What a check-in came to.
    struct Decision {
        let member: CheckinMember
        let outcome: CheckInOutcome
        let rules: CheckinRules
        let version: Int64
        fileprivate let id: MemberID
        fileprivate let now: Instant
    }

    private let desk: CheckinDesk
    private let request: CheckInRequest
    private let stamp: Stamp

    init(_ desk: CheckinDesk, _ request: CheckInRequest, _ stamp: Stamp) {
        self.desk = desk
        self.request = request
        self.stamp = stamp
    }

    /// Judges the check-in without storing anything.
    ///
    /// - Throws: A `Problem`; a day that is checked in already counts as `not-open`.
    func decide(_ reads: borrowing Snapshot) throws -> Decision {
        var (member, rules, version) = try open(reads)
        return try decide(&member, rules, version, reads)
    }

    /// Checks in, or answers as the first check-in of the day did.
    func checkIn(_ transaction: borrowing Transaction) throws -> KeyedReply {
        if let day = request.day, let known = try reply(for: day, transaction.reads) {
            return known
        }
        var (member, rules, version) = try open(transaction.reads)
        if member.isChecked, request.day == nil || request.day == member.today,
            let known = try reply(for: member.today, transaction.reads)
        {
            return known
        }
        let decision = try decide(&member, rules, version, transaction.reads)
        var ids = FreshIDs(stamp.id)
        let own = ids.next()
        let day = decision.outcome.day
        try desk.owe(
            decision.outcome.award,
            behind: decision.outcome.takeBacks,
            Owing(member: request.member, cause: .checkIn(day), at: stamp.now),
            &ids,
            transaction
        )
        try desk.save(decision.member, of: request.member, rules, &ids, checkIn: own, transaction)
        transaction.count(decision.outcome, of: decision.member.firstDay ?? day)
        let answer = KeyedReply(
            status: 201,
            body: Reply.json { decision.write(to: &$0, id: own) }.body
        )
        // A day has its reply since the commit that checked it, and this one was not checked.
        try transaction.keep(answer, under: .checkIn(of: request.member, on: day, at: stamp.now))
        return answer
    }

    private func open(
        _ reads: borrowing Snapshot
    ) throws -> (member: CheckinMember, rules: CheckinRules, version: Int64) {
        let (rules, version) = try desk.rules(reads)
        var member = try desk.member(request.member, at: stamp.now, rules, reads)
        try desk.loadGrants(&member, request.member, at: stamp.now, rules, reads)
        member.settle(to: stamp.now, rules)
        desk.hear(stamp.caller, &member, at: stamp.now, rules)
        return (member, rules, version)
    }

    private func decide(
        _ member: inout CheckinMember,
        _ rules: CheckinRules,
        _ version: Int64,
        _ reads: borrowing Snapshot
    ) throws -> Decision {
        let facts =
            rules.asksOfMember
            ? try reads.facts(of: request.member, stamp.caller) : MemberFacts()
        let outcome: CheckInOutcome
        do throws(CheckInRefusal) {
            outcome = try member.checkIn(request.day, at: stamp.now, facts, rules)
        } catch {
            throw Problem(error)
        }
        return Decision(
            member: member,
            outcome: outcome,
            rules: rules,
            version: version,
            id: request.member,
            now: stamp.now
        )
    }

    private func reply(for day: CalendarDay, _ reads: borrowing Snapshot) throws -> KeyedReply? {
        try reads.reply(to: .checkIn(of: request.member, on: day, at: stamp.now))
    }
}

extension ReplyKey {
    /// The check-in of a day: the day is the key, whoever asks and whatever else is asked.
    static func checkIn(
        of member: MemberID,
        on day: CalendarDay,
        at now: Instant
    ) throws -> ReplyKey {
        guard let key = IdempotencyKey(day.description) else {
            throw StorageError.fault("a day is no key")
        }
        return ReplyKey(
            caller: "member:\(member.text)",
            route: "checkins",
            key: key,
            digest: [],
            now: now
        )
    }
}

extension CheckInWork.Decision {
    /// Writes the members of the answer; a rehearsal has no id.
    func write(to writer: inout JSONWriter, id checkIn: TimeOrderedID?) {
        writer.member("id", ifPresent: checkIn?.description)
        writer.member("member", id.text)
        writer.member("day", outcome.day.description)
        writer.member("at", now.description)
        writer.member("zone", member.clock.zone.name)
        writer.member("endsAt", outcome.endsAt.description)
        writer.name("streak")
        writer.object { outcome.streak.write(to: &$0) }
        writer.member("monthDays", outcome.monthDays)
        writer.name("award")
        writer.object { outcome.award.write(to: &$0) }
        writer.member("freezes", member.freezes.held)
        writer.member("version", version)
    }
}
