import CheckinDomain
import Outbox
import Primitives
import ServiceHost
import Storage

/// What is owed: to whom, for what, since when.
struct Owing {
    let member: MemberID
    let cause: OutboxMessage.Cause
    let at: Instant
}

extension CheckinDesk {
    /// Owes the points, other assets and goods of an award; freezes are given already.
    ///
    /// What is being taken back of the same is not handed out before it was: its message waits
    /// behind the reversal.
    func owe(
        _ award: DayAward,
        behind takeBacks: [TakeBack],
        _ owing: Owing,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        let (others, apart) = award.shares { part in takeBacks.contains { $0.isOfKind(of: part) } }
        _ = try owe(others, behind: [], owing, &ids, transaction)
        for (part, items) in apart {
            let earlier = takeBacks.filter { $0.isOfKind(of: part) }
            _ = try owe(items, behind: earlier, owing, &ids, transaction)
        }
    }

    /// Owes what a make-up has earned, each part by itself, so that each can be taken back alone.
    ///
    /// - Returns: The gateway's credits.
    func oweApart(
        _ award: DayAward,
        behind takeBacks: [TakeBack],
        _ owing: Owing,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> [OwedCredit] {
        var credits: [OwedCredit] = []
        for (part, items) in award.shares(apart: { _ in true }).apart {
            let earlier = takeBacks.filter { $0.isOfKind(of: part) }
            for (id, asset) in try owe(items, behind: earlier, owing, &ids, transaction) {
                credits.append(OwedCredit(id, of: asset, for: part))
            }
        }
        return credits
    }

    /// Owes items, and answers the ids of the credits, which are their keys at the gateway.
    private func owe(
        _ items: [Award.Item],
        behind takeBacks: [TakeBack],
        _ owing: Owing,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> [(id: TimeOrderedID, asset: AssetID)] {
        var credits: [(id: TimeOrderedID, asset: AssetID)] = []
        for item in items {
            if case .freezes = item { continue }
            // The last one waits for those before it, which took the same back.
            let earlier = takeBacks.last { $0.grant.items.contains { $0.isOfKind(of: item) } }
            for message in OutboxMessage.handingOut(
                item,
                to: owing.member,
                for: owing.cause,
                at: owing.at,
                &ids
            ) {
                try transaction.owe(
                    earlier.map { message.behind($0.reversal) } ?? message,
                    doorbell
                )
                if case .asset(let asset, _) = item { credits.append((message.id, asset)) }
            }
        }
        return credits
    }
}
