import CheckinDomain
import Outbox
import Primitives
import Storage

extension MakeUpWork {
    /// Hears what became of a message: where the gateway does not take back what a make-up had
    /// been granted, that stands on, so that it is not granted a second time, until it is taken
    /// back after all.
    func hear(
        _ row: OutboxRow,
        _ outcome: RowOutcome,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        // Reversals need the credit that they take back. Credits that wait behind a reversal need
        // that one, with which nothing is taken back.
        guard let credit = row.needs else { return }
        let member = MemberID(validated: row.member)
        let granted = try transaction.endTakeBack(of: credit, of: member)
        switch outcome {
        case .settledByHand: return
        case .delivered: try transaction.remove(kept: granted, of: member)
        case .refused, .unknown:
            guard let day = granted.first?.day else { return }
            let result = try transaction.attempt { transaction in
                try keepOn(granted, on: day, of: member, at: now, transaction)
            }
            // Lost is why a member cannot be read; what is owed to others must not wait for it.
            let kept = if case .success(let grants) = result { grants } else { granted }
            try transaction.note(kept, takenBackWith: credit, of: member)
        }
    }

    private func keepOn(
        _ granted: [Grant],
        on day: CalendarDay,
        of id: MemberID,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> [Grant] {
        let rules = try desk.lastingRules(transaction.reads)
        var member = try repaired(id, day, nil, at: now, rules, transaction.reads)
        let kept = member.keepOn(granted, at: now, rules)
        var ids = desk.freshIDs(at: now)
        try desk.save(member, of: id, rules, &ids, transaction)
        return kept
    }
}
