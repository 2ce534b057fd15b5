import Primitives
import Wire

extension OutboxMessage {
    /// What something is handed out for, as statements and orders show it.
    package struct Cause: Sendable {
        /// In words; at most 256 bytes, as the gateway takes no more.
        let reason: String
        /// Where it stands in the books of the service that hands it out.
        let reference: String

        /// Joins a reason, of which 256 bytes are kept, and a reference.
        package init(_ reason: String, reference: String) {
            self.reason = reason.clipped(toBytes: 256)
            self.reference = reference
        }
    }

    /// A credit at the gateway.
    ///
    /// - Parameters:
    ///   - amount: How much, from 1 on.
    ///   - asset: Of what.
    ///   - member: To whom.
    ///   - cause: What for.
    ///   - now: When it came to be owed.
    ///   - id: Its id, which is its key at the gateway.
    ///   - isReward: Whether it rewards what was counted, so that it is not counted again itself.
    /// - Returns: The message.
    package static func credit(
        _ amount: Points,
        of asset: AssetID,
        to member: MemberID,
        for cause: Cause,
        at now: Instant,
        _ id: TimeOrderedID,
        isReward: Bool = false
    ) -> OutboxMessage {
        OutboxMessage(id, to: "gateway", by: .operations, about: member, owedAt: now) { writer in
            writer.member("type", "credit")
            writer.member("member", member.text)
            writer.member("amount", amount.value)
            writer.member("asset", asset.text)
            writer.member("reason", cause.reason)
            writer.member("reference", cause.reference)
            if isReward { writer.member("cause", "reward") }
        }
    }

    /// One piece of a product, which the mall hands out.
    ///
    /// An order at no cost is for one piece, so that each can be followed by itself.
    ///
    /// - Parameters:
    ///   - product: Of which product.
    ///   - member: To whom.
    ///   - cause: What for.
    ///   - now: When it came to be owed.
    ///   - id: Its id, which is its key at the mall.
    /// - Returns: The message.
    package static func goods(
        _ product: ProductID,
        to member: MemberID,
        for cause: Cause,
        at now: Instant,
        _ id: TimeOrderedID
    ) -> OutboxMessage {
        OutboxMessage(id, to: "mall", by: .grants, about: member, owedAt: now) { writer in
            writer.member("member", member.text)
            writer.member("product", product.text)
            writer.member("source", cause.reference)
        }
    }

    /// Freezes of a streak, which checkin hands out.
    ///
    /// - Parameters:
    ///   - count: How many, 1 to 31.
    ///   - member: To whom.
    ///   - cause: What for.
    ///   - now: When they came to be owed.
    ///   - id: Its id, which is its key at checkin.
    /// - Returns: The message.
    package static func freezes(
        _ count: Int64,
        to member: MemberID,
        for cause: Cause,
        at now: Instant,
        _ id: TimeOrderedID
    ) -> OutboxMessage {
        OutboxMessage(id, to: "checkin", by: .grants, about: member, owedAt: now) { writer in
            writer.member("member", member.text)
            writer.member("kind", "freeze")
            writer.member("count", count)
            writer.member("source", cause.reference)
        }
    }
}
