import CheckinDomain
import Outbox
import Primitives
import Storage

extension MakeUpWork {
    /// Hears what became of a message: where the gateway does not take back what a make-up had
    /// been granted, that stands on, so that it is not granted a second time.
    func hear(
        _ row: OutboxRow,
        _ outcome: RowOutcome,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        // Of all messages only these reversals need another one.
        guard let credit = row.needs else { return }
        let member = MemberID(validated: row.member)
        let granted = try transaction.endTakeBack(of: credit, of: member)
        switch outcome {
        case .delivered, .settledByHand: return
        case .refused, .unknown:
            guard let day = granted.first?.day else { return }
            // Lost is why a member cannot be read, for whom nothing is granted either; what is
            // owed to others must not wait for it.
            _ = try transaction.attempt { transaction in
                try keepOn(granted, on: day, of: member, at: now, transaction)
            }
        }
    }

    private func keepOn(
        _ granted: [Grant],
        on day: CalendarDay,
        of id: MemberID,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        let rules = try desk.lastingRules(transaction.reads)
        var member = try repaired(id, day, nil, at: now, rules, transaction.reads)
        member.keepOn(granted, at: now, rules)
        var ids = desk.freshIDs(at: now)
        try desk.save(member, of: id, rules, &ids, transaction)
    }
}

extension MakeUpReversal {
    /// What the gateway is to take back, each grant with its assets alone.
    var takenBackAssets: [Grant] {
        takenBack.compactMap { grant in
            let assets = grant.items.filter { if case .asset = $0 { true } else { false } }
            guard !assets.isEmpty else { return nil }
            return Grant(source: grant.source, reach: grant.reach, day: grant.day, items: assets)
        }
    }
}
