import GamesDomain
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

extension GamesDesk {
    /// Owes the neighbours what a prize is; free chances the player has already.
    ///
    /// - Returns: The messages that hand it out, none where there is nothing to hand out.
    func owe(
        _ reward: Reward,
        to member: MemberID,
        for cause: OutboxMessage.Cause,
        at now: Instant,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> [TimeOrderedID] {
        let messages: [OutboxMessage] =
            switch reward {
            case .asset(let asset, let amount):
                [.credit(amount, of: asset, to: member, for: cause, at: now, ids.next())]
            case .freezes(let count):
                [.freezes(count, to: member, for: cause, at: now, ids.next())]
            case .product(let product, let quantity):
                (0..<max(0, min(quantity, 100))).map { _ in
                    .goods(product, to: member, for: cause, at: now, ids.next())
                }
            case .chances, .nothing: []
            }
        for message in messages { try transaction.owe(message, doorbell) }
        return messages.map(\.id)
    }

    /// Owes badges the news of something that was played.
    func tell(
        _ event: PlayEvent,
        about member: MemberID,
        _ id: TimeOrderedID,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.owe(
            OutboxMessage(id, to: "badges", by: .events, about: member, owedAt: event.at) {
                writer in
                writer.member("source", "games")
                writer.member("type", event.type)
                writer.member("member", member.text)
                writer.member("occurredAt", event.at.description)
                writer.member("day", event.day.description)
                writer.name("attributes")
                writer.object { writer in
                    writer.member("game", event.game.text)
                    writer.member("prize", ifPresent: event.prize?.text)
                }
            },
            doorbell
        )
    }
}

/// What badges is told of a play.
struct PlayEvent {
    /// `lottery.drawn` for each draw, `cardflip.played` for each round that has ended.
    let type: String
    let game: GameID
    /// What a draw has given; nil of a round.
    let prize: PrizeID?
    /// When it was settled.
    let at: Instant
    /// The day of its beginning in the programme's zone.
    let day: CalendarDay
}
