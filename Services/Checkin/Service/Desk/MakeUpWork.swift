import CheckinDomain
import Intents
import Outbox
import Primitives
import Problems
import ServiceHost
import Storage
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
        let meaning = Meaning(day: day, version: version).bytes
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
        let rules = try desk.lastingRules(transaction.reads)
        let begun = try desk.programme.version(numbered: meaning.version, transaction.reads)
        var member = try repaired(id, meaning.day, intent.id, at: now, rules, transaction.reads)
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
        let owed = try desk.owe(
            outcome.award.total,
            to: id,
            for: .makeUp(meaning.day, intent.id),
            at: now,
            &ids,
            transaction
        )
        try desk.save(member, of: id, rules, &ids, owed: [intent.id: owed], transaction)
        return Intent.Answer(
            status: 201,
            body: Reply.json { writer in
                writer.member("id", intent.id.description)
                writer.member("state", "done")
                writer.member("member", id.text)
                writer.member("day", meaning.day.description)
                if let paid = receipt.paid { writer.member("paid", paid.json) }
                writer.member("transfer", ifPresent: receipt.transfer?.description)
                writer.name("award")
                writer.object { outcome.award.write(to: &$0) }
                writer.name("streak")
                writer.object { outcome.streak.write(to: &$0) }
            }.body
        )
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

    /// Undoes a make-up: its price returns, and what it had granted is taken back.
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
        let rules = try desk.lastingRules(transaction.reads)
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
            try transaction.owe(
                .reversal(of: credit, about: id, reason: reason, at: now, ids.next()),
                desk.doorbell
            )
        }
        try desk.save(member, of: id, rules, &ids, owed: [makeUp: owed], transaction)
        return KeyedReply(
            status: 201,
            body: Reply.json { writer in
                writer.member("id", makeUp.description)
                writer.member("state", "reversed")
                writer.member("day", day.description)
                writer.member("isRefunded", wasCharged)
                writer.name("takenBack")
                writer.array(reversal.takenBack.flatMap(\.items)) { $0.value($1.json) }
                writer.name("streak")
                writer.object { reversal.streak.write(to: &$0) }
            }.body
        )
    }

    /// A member with all that a repair of a day, or its reversal, must know.
    private func repaired(
        _ id: MemberID,
        _ day: CalendarDay,
        _ makeUp: TimeOrderedID,
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
        return member
    }
}

/// What fixes the meaning of a make-up: the day, and the version of the programme.
struct Meaning {
    let day: CalendarDay
    let version: Int64

    init(day: CalendarDay, version: Int64) {
        self.day = day
        self.version = version
    }

    /// Reads a meaning that was stored.
    init(_ bytes: [UInt8]) throws {
        let json = try JSONParser.parse(bytes)
        guard let day = json["day"]?.text.flatMap({ CalendarDay($0) }),
            let version = json["version"]?.integer
        else { throw StorageError.fault("a make-up's meaning is not readable") }
        self.init(day: day, version: version)
    }

    var bytes: [UInt8] {
        JSONWriter.bytes(of: ["day": .string(day.description), "version": .integer(version)])
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
