import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

extension EventWork {
    /// Judges the event by the rules, and grants what they say.
    mutating func earn(_ transaction: borrowing Transaction) throws -> EventOutcome {
        let business = try business(transaction.reads)
        let judgement = try judge(business, transaction.reads)
        try transaction.noteEvent(event.request.type, account: opened.number)
        var terms = EventTerms(of: business, judgement)
        let kept = try keptEvents(transaction.reads)
        let takings = terms.applyKept(
            kept.refunds,
            pending: waitingLines(of: judgement, business.day, confirmedOn: kept.confirmedOn)
        )
        var omissions = judgement.omissions + terms.omissions(for: takings)
        var book = try book(.balances, transaction)
        var granted: [JSON] = []
        var records: [TransferRecord] = []
        for (index, grant) in judgement.grants.enumerated() {
            let amount = terms.remaining(of: index)
            guard amount > .zero else { continue }
            let time = time(of: grant, business.day, confirmedOn: kept.confirmedOn)
            switch try post(amount, grant, time, &book, transaction) {
            case .success(let record):
                try transaction.count(amount.value, in: grant.counters, account: opened.number)
                terms.grants[index].transfer = record.id.description
                records.append(record)
                granted.append(Self.json(of: record, grant))
            case .failure(let refusal):
                omissions.append(
                    Omission(rule: grant.rule, reason: .init(refusal), amount: amount)
                )
            }
        }
        return EventOutcome(
            members(granted, omissions),
            terms: terms.lines.isEmpty && terms.grants.isEmpty ? nil : terms,
            records: records
        )
    }

    /// The event as the rules see it; the member's traits are read only where a rule asks.
    private func business(_ reads: borrowing Snapshot) throws -> BusinessEvent {
        let type = event.request.type
        let asks = section.earning.asksOfMember(at: type)
        return event.request.businessEvent(
            in: section.calendar,
            isFirst: try !reads.hasEvent(type, account: opened.number),
            facts: asks ? try reads.facts(of: event.request.member) : MemberFacts()
        )
    }

    private func judge(
        _ business: BusinessEvent,
        _ reads: borrowing Snapshot
    ) throws -> Earning.Judgement {
        switch opened.state {
        case .frozen: return section.earning.withhold(business.type, because: .accountFrozen)
        case .closed: return section.earning.withhold(business.type, because: .accountClosed)
        case .open: break
        }
        var used: [CapCounter: Points] = [:]
        for counter in section.earning.counters(for: business) {
            used[counter] = try reads.granted(counter, account: opened.number)
        }
        return section.earning.judge(business) { used[$0] ?? .zero }
    }

    // MARK: What came before the event

    /// What came earlier that refers to this event.
    private struct Kept {
        var refunds: [RefundRequest] = []
        var confirmedOn: CalendarDay?
    }

    private func keptEvents(_ reads: borrowing Snapshot) throws -> Kept {
        var kept = Kept()
        let earlier = try reads.events(
            referringTo: event.request.id.text,
            of: caller,
            account: opened.number
        )
        for record in earlier {
            switch record.role {
            case .earns: continue
            case .cancels: kept.refunds.append(.cancellation)
            case .confirms:
                kept.confirmedOn = kept.confirmedOn ?? section.calendar.day(of: record.occurredAt)
            case .refunds: kept.refunds.append(try record.sent().refund)
            }
        }
        return kept
    }

    // MARK: Granting

    /// From when on a grant can be spent, and on which day it is earned.
    private enum Time {
        case now(earnedOn: CalendarDay)
        case later(Instant?, isConfirmable: Bool)
    }

    private func time(
        of grant: Grant,
        _ day: CalendarDay,
        confirmedOn: CalendarDay?
    ) -> Time {
        guard case .pending(let availableOn, let isConfirmable) = grant.maturity else {
            return .now(earnedOn: day)
        }
        if isConfirmable, let confirmedOn { return .now(earnedOn: max(confirmedOn, day)) }
        guard let availableOn else { return .later(nil, isConfirmable: isConfirmable) }
        let start = section.calendar.start(of: availableOn)
        return start <= event.at
            ? .now(earnedOn: availableOn) : .later(start, isConfirmable: isConfirmable)
    }

    /// The places of the order's lines whose points will wait.
    private func waitingLines(
        of judgement: Earning.Judgement,
        _ day: CalendarDay,
        confirmedOn: CalendarDay?
    ) -> Set<Int> {
        var lines: Set<Int> = []
        for grant in judgement.grants {
            guard case .later = time(of: grant, day, confirmedOn: confirmedOn) else { continue }
            lines.formUnion(grant.lines.compactMap(\.index))
        }
        return lines
    }

    private mutating func post(
        _ amount: Points,
        _ grant: Grant,
        _ time: Time,
        _ book: inout Book,
        _ transaction: borrowing Transaction
    ) throws -> Result<TransferRecord, LedgerRefusal> {
        let charge = Account.Charge(asset: grant.asset, amount: amount)
        let movement: Movement
        do throws(LedgerRefusal) {
            movement = try move(charge, time, &book.account)
        } catch {
            return .failure(error)
        }
        guard case .later(let instant, let isConfirmable) = time else {
            return .success(try book.post(movement, details(reason: grant.rule.text), transaction))
        }
        let details = details(reason: grant.rule.text, until: instant)
        let record = try book.post(movement, details, transaction)
        let pending = PendingCredit(
            id: record.id,
            asset: grant.asset,
            left: amount,
            availableAt: instant,
            isConfirmable: isConfirmable,
            expiresOn: nil
        )
        try transaction.save(pending, of: opened.number)
        return .success(record)
    }

    private func move(
        _ charge: Account.Charge,
        _ time: Time,
        _ account: inout Account
    ) throws(LedgerRefusal) -> Movement {
        switch time {
        case .now(let day):
            let policy = section.terms(of: charge.asset).expiry
            let lot = LotKey(lastDay: policy.expiryDay(earnedOn: day))
            return try account.credit(charge, to: lot, on: today)
        case .later:
            return try account.creditPending(charge, availableOn: nil, expiresOn: nil)
        }
    }

    private static func json(of record: TransferRecord, _ grant: Grant) -> JSON {
        var members: [JSON.Member] = [
            .init("rule", .string(grant.rule.text)), .init("asset", .string(record.asset)),
            .init("amount", .integer(record.amount)),
            .init("transfer", .string(record.id.description)),
        ]
        if record.kind == .pendingCredit {
            members.append(.init("state", "pending"))
            if let until = record.until {
                members.append(.init("availableAt", .string(until.description)))
            }
        }
        return .object(members)
    }
}

extension Omission.Reason {
    /// Why the ledger did not take what a rule grants.
    fileprivate init(_ refusal: LedgerRefusal) {
        switch refusal {
        case .accountFrozen: self = .accountFrozen
        case .accountClosed: self = .accountClosed
        default: self = .balanceTooLarge
        }
    }
}
