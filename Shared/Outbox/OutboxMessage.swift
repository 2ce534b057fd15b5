import Primitives
import Wire

/// What a commit owes to a neighbour: one keyed operation, complete but for its key.
package struct OutboxMessage: Sendable {
    /// An earlier message to the same neighbour without which this one makes no sense.
    package struct Need: Sendable {
        /// The earlier message's id.
        package let id: TimeOrderedID
        /// The member of the body in which the relay names the earlier one's key, such as `ofKey`;
        /// nil where the body does not name it.
        package let member: String?

        /// Names an earlier message.
        package init(_ id: TimeOrderedID, namedAs member: String? = nil) {
            self.id = id
            self.member = member
        }
    }

    /// A body is longer than any message may be.
    package struct TooLong: Error, Sendable {
        /// How many bytes it has.
        package let bytes: Int
    }

    /// How many bytes a body may have.
    package static let largestBody = 16_384

    /// Its id, made by the command; also its key at the neighbour.
    package let id: TimeOrderedID
    /// The neighbour's name.
    package let neighbour: String
    /// What kind of message it is, which says how it is delivered.
    package let kind: String
    /// The member whom it is about; a member's messages go out in their order.
    package let member: MemberID
    /// The operation's JSON object, without its key.
    package let body: [UInt8]
    /// The earlier message that it needs.
    package private(set) var need: Need?
    /// When it came to be owed, by the clock of the business.
    package let owedAt: Instant

    /// Describes a message.
    ///
    /// - Parameters:
    ///   - id: Made by the command, so that a command that runs again owes the same message.
    ///   - neighbour: To whom.
    ///   - delivery: How it is delivered.
    ///   - member: Whom it is about.
    ///   - need: The earlier message to the same neighbour that it needs, if any.
    ///   - owedAt: When it came to be owed.
    ///   - members: Writes the operation's members, but for its key and the need's.
    package init(
        _ id: TimeOrderedID,
        to neighbour: String,
        by delivery: Delivery,
        about member: MemberID,
        needing need: Need? = nil,
        owedAt: Instant,
        _ members: (inout JSONWriter) -> Void
    ) {
        var writer = JSONWriter(capacity: 256)
        writer.object(members)
        self.id = id
        self.neighbour = neighbour
        kind = delivery.kind
        self.member = member
        body = writer.bytes
        self.need = need
        self.owedAt = owedAt
    }

    /// The same message behind an earlier one to the same neighbour.
    ///
    /// It goes out when that one was delivered, and is parked with it where it is.
    ///
    /// - Parameter earlier: The earlier message's id.
    /// - Returns: The message, which needs that one and no other.
    package func behind(_ earlier: TimeOrderedID) -> OutboxMessage {
        var message = self
        message.need = Need(earlier)
        return message
    }
}
