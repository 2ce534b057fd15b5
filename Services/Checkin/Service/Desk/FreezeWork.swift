import CheckinDomain
import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// The purchase of one freeze, an intent.
struct FreezeWork: Sendable {
    let desk: CheckinDesk

    /// What becomes of purchases, whoever drives them.
    var kind: IntentKind {
        IntentKind(
            "freeze",
            lookedAtUnder: "/v1/freezes/",
            finish: { [self] in try finish($0, $1, $2) },
            giveBack: { [self] settlement, _, transaction in
                try change(settlement, transaction) { $0.giveBackFreeze(at: $1, $2) }
            }
        )
    }

    /// Keeps a place for the freeze.
    func reserve(
        _ stamp: Stamp,
        _ opening: Opening,
        _ transaction: borrowing Transaction
    ) throws -> Reservation {
        let id = opening.member
        let (rules, version) = try desk.rules(transaction.reads)
        var member = try desk.member(id, at: opening.now, rules, transaction.reads)
        desk.hear(stamp.caller, &member, at: opening.now, rules)
        let cost: Cost
        do throws(FreezeRefusal) {
            cost = try member.reserveFreeze(at: opening.now, rules)
        } catch {
            throw Problem(error)
        }
        var ids = FreshIDs(stamp.id)
        try desk.save(member, of: id, rules, &ids, transaction)
        try transaction.record(OperatorAction("freeze", on: "member:\(id.text)", stamp))
        return .paid(
            .debit(cost.price, from: id, reason: "freeze", notAfter: opening.notAfter),
            meaning: Meaning(version: version).bytes
        )
    }

    private func finish(
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        let member = try change(settlement, transaction) { $0.finishFreeze(at: $1, $2) }
        let day = try desk.lastingRules(transaction.reads).programmeDay(at: settlement.now)
        transaction.count(DayCount(.freezesBought, paid: receipt), on: day)
        return Intent.Answer(
            status: 201,
            body: Reply.json { writer in
                writer.member("id", settlement.intent.id.description)
                writer.member("state", "done")
                writer.member("member", settlement.intent.member.text)
                if let paid = receipt.paid { writer.member("paid", paid.json) }
                writer.member("transfer", ifPresent: receipt.transfer?.description)
                writer.member("held", member.freezes.held)
            }.body
        )
    }

    @discardableResult
    private func change(
        _ settlement: Settlement,
        _ transaction: borrowing Transaction,
        _ change: (inout CheckinMember, Instant, CheckinRules) -> Void
    ) throws -> CheckinMember {
        let (id, now) = (settlement.intent.member, settlement.now)
        let rules = try desk.lastingRules(transaction.reads)
        var member = try desk.member(id, at: now, rules, transaction.reads)
        change(&member, now, rules)
        var ids = FreshIDs(settlement.id)
        try desk.save(member, of: id, rules, &ids, transaction)
        return member
    }
}
