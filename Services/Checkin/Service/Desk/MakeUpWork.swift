import CheckinDomain
import Intents
import Outbox
import Primitives
import Problems
import ServiceHost
import Storage
import Sections
import Wire

/// A make-up day: an intent that repairs one missed day.
struct MakeUpWork: Sendable {
    let desk: CheckinDesk

    /// What becomes of make-ups, whoever drives them.
    var kind: IntentKind {
        IntentKind(
            "makeup",
            lookedAtUnder: "/v1/makeups/",
            finish: { [self] in try finish($0, $1, $2) },
            giveBack: { [self] settlement, _, transaction in
                try giveBack(settlement, transaction)
            }
        )
    }

    /// Reserves the day and its place in the month.
    func reserve(
        _ day: CalendarDay,
        _ stamp: Stamp,
        _ opening: Opening,
        _ transaction: borrowing Transaction
    ) throws -> Reservation {
        let id = opening.member
        let (rules, version) = try desk.rules(transaction.reads)
        var member = try desk.member(
            id,
            at: opening.now,
            rules,
            with: .ofMonth(and: nil),
            transaction.reads
        )
        if let record = try transaction.reads.day(day, of: id) { member.load(days: [record]) }
        desk.hear(stamp.caller, &member, at: opening.now, rules)
        let makeUp: MakeUp
        do throws(MakeUpRefusal) {
            makeUp = try member.reserveMakeUp(opening.id, of: day, at: opening.now, rules)
        } catch {
            throw Problem(error)
        }
        var ids = FreshIDs(stamp.id)
        try desk.save(member, of: id, rules, &ids, transaction)
        let meaning = Meaning(version: version, day: day).bytes
        guard let cost = makeUp.costs.first else { return .free(meaning: meaning) }
        return .paid(
            .debit(
                cost.price,
                or: makeUp.costs.dropFirst().map(\.price),
                from: id,
                reason: "check-in made up \(day)",
                notAfter: opening.notAfter
            ),
            meaning: meaning
        )
    }

    /// Repairs the day and owes what that has reached.
    private func finish(
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        let (id, now, intent) = (settlement.intent.member, settlement.now, settlement.intent)
        let meaning = try Meaning(intent.meaning)
        let day = try meaning.repairedDay
        let rules = try desk.lastingRules(transaction.reads)
        let begun = try desk.programme.version(numbered: meaning.version, transaction.reads)
        var member = try repaired(id, day, intent.id, at: now, rules, transaction.reads)
        let outcome = member.finishMakeUp(
            intent.id,
            at: now,
            begunUnder: begun?.section.rules,
            rules
        )
        guard let outcome else {
            throw StorageError.fault("the make-up of a pending intent is not pending")
        }
        var ids = FreshIDs(settlement.id)
        let owed = try desk.oweApart(
            outcome.award,
            behind: outcome.takeBacks,
            Owing(member: id, cause: .makeUp(day, intent.id), at: now),
            &ids,
            transaction
        )
        try desk.save(member, of: id, rules, &ids, owed: [intent.id: owed], transaction)
        transaction.count(outcome, paid: receipt, on: rules.programmeDay(at: now))
        return Intent.Answer(status: 201, body: answer(intent, day, outcome, receipt))
    }

    private func answer(
        _ intent: Intent,
        _ day: CalendarDay,
        _ outcome: MakeUpOutcome,
        _ receipt: Receipt
    ) -> [UInt8] {
        Reply.json { writer in
            writer.member("id", intent.id.description)
            writer.member("state", "done")
            writer.member("member", intent.member.text)
            writer.member("day", day.description)
            if let paid = receipt.paid { writer.member("paid", paid.json) }
            writer.member("transfer", ifPresent: receipt.transfer?.description)
            writer.name("award")
            writer.object { outcome.award.write(to: &$0) }
            writer.name("streak")
            writer.object { outcome.streak.write(to: &$0) }
        }.body
    }

    private func giveBack(
        _ settlement: Settlement,
        _ transaction: borrowing Transaction
    ) throws {
        let (id, now) = (settlement.intent.member, settlement.now)
        let rules = try desk.lastingRules(transaction.reads)
        var member = try desk.member(
            id,
            at: now,
            rules,
            with: .ofMonth(and: settlement.intent.id),
            transaction.reads
        )
        guard member.giveBackMakeUp(settlement.intent.id, at: now, rules) != nil else {
            throw StorageError.fault("the make-up of a pending intent is not pending")
        }
        var ids = FreshIDs(settlement.id)
        try desk.save(member, of: id, rules, &ids, transaction)
    }

    /// Undoes a make-up: its price returns, and what it had granted is taken back where it can be.
    func reverse(
        _ makeUp: TimeOrderedID,
        of id: MemberID,
        on day: CalendarDay,
        wasCharged: Bool,
        reason: String,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> KeyedReply {
        let now = stamp.now
        let (rules, _) = try desk.rules(transaction.reads)
        var member = try repaired(id, day, makeUp, at: now, rules, transaction.reads)
        let reversal: MakeUpReversal
        do throws(MakeUpRefusal) {
            reversal = try member.reverseMakeUp(makeUp, at: now, rules)
        } catch {
            throw Problem(error)
        }
        var ids = FreshIDs(stamp.id)
        if wasCharged {
            try transaction.owe(
                .refund(of: makeUp, about: id, reason: reason, at: now, ids.next()),
                desk.doorbell
            )
        }
        let owed = try transaction.reads.owed(for: makeUp, of: id)
        for credit in owed {
            let grants = credit.credited(of: reversal.takenBack)
            try transaction.note(grants, takenBackWith: credit.id.description, of: id)
            try transaction.owe(
                .reversal(of: credit.id, about: id, reason: reason, at: now, ids.next()),
                desk.doorbell
            )
        }
        try desk.save(member, of: id, rules, &ids, owed: [makeUp: owed], transaction)
        transaction.count(reversal, on: rules.programmeDay(at: now))
        let body = Reply.json { reversal.write(to: &$0, isRefunded: wasCharged) }.body
        return KeyedReply(status: 201, body: body)
    }

    /// A member with all that a repair of a day, or its reversal, must know.
    func repaired(
        _ id: MemberID,
        _ day: CalendarDay,
        _ makeUp: TimeOrderedID?,
        at now: Instant,
        _ rules: CheckinRules,
        _ reads: borrowing Snapshot
    ) throws -> CheckinMember {
        var member = try desk.member(id, at: now, rules, with: .ofMonth(and: makeUp), reads)
        let first = member.daysNeeded(toRepair: day)
        let before = try reads.newestDay(before: first, of: id).map { [$0] } ?? []
        member.load(days: before + (try reads.days(of: id, from: first)))
        member.load(
            grants: try reads.grants(of: id, since: member.grantsNeeded(toRepair: day))
        )
        member.load(takeBacks: try reads.takeBacks(of: id))
        return member
    }
}

extension Cost {
    /// The cost as a price at the gateway.
    var price: Price { Price(amount, of: asset) }
}

extension Price {
    /// The price as it is shown.
    var json: JSON { ["asset": .string(asset.text), "amount": .integer(amount.value)] }
}

extension MakeUpReversal {
    /// Writes what was undone; `isRefunded` says whether a price is returned.
    fileprivate func write(to writer: inout JSONWriter, isRefunded: Bool) {
        writer.member("id", makeUp.id.description)
        writer.member("state", makeUp.state.name)
        writer.member("day", makeUp.day.description)
        writer.member("isRefunded", isRefunded)
        writer.name("takenBack")
        writer.array(takenBack.flatMap(\.items)) { $1.write(to: &$0) }
        writer.name("kept")
        writer.array(kept.flatMap(\.items)) { $1.write(to: &$0) }
        writer.name("streak")
        writer.object { streak.write(to: &$0) }
    }
}
