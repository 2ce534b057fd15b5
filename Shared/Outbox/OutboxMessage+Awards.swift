import Primitives
import ServiceHost

extension OutboxMessage {
    /// What hands out one thing of an award: a credit, freezes, or a message for each piece.
    ///
    /// - Parameters:
    ///   - item: What is handed out.
    ///   - member: To whom.
    ///   - cause: What for.
    ///   - isReward: Whether it rewards what was counted, so that it is not counted again itself.
    ///   - now: When it came to be owed.
    ///   - ids: The ids of the messages.
    /// - Returns: The messages.
    package static func handingOut(
        _ item: Award.Item,
        to member: MemberID,
        for cause: Cause,
        isReward: Bool = false,
        at now: Instant,
        _ ids: inout FreshIDs
    ) -> [OutboxMessage] {
        switch item {
        case .asset(let asset, let amount):
            let id = ids.next()
            return [
                .credit(amount, of: asset, to: member, for: cause, at: now, id, isReward: isReward)
            ]
        case .freezes(let count):
            return [.freezes(count, to: member, for: cause, at: now, ids.next())]
        case .goods(let product, let quantity):
            return (0..<max(0, min(quantity, 100))).map { _ in
                .goods(product, to: member, for: cause, at: now, ids.next())
            }
        }
    }
}
