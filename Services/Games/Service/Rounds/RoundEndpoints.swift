import Access
import Chance
import GamesClient
import GamesDomain
import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Rounds of card flips: started, turned card by card, ended, and looked at.
struct RoundEndpoints: Sendable {
    let store: Store
    let intents: Intents
    let starts: RoundWork
    let extras: ExtraFlipWork
    let stamps: Stamps

    private var desk: GamesDesk { starts.desk }

    var endpoints: [Endpoint] {
        let members = Endpoint.Audience.roles([.member])
        let all = Endpoint.Audience.roles([.member, .service, .operator, .viewer])
        return [
            Endpoint(.post, "/v1/cardflips/{id}/rounds", for: members, query: ["dryRun"]) {
                try await start($0)
            },
            Endpoint(.get, "/v1/rounds/{id}", for: all) { try await look($0) },
            Endpoint(.post, "/v1/rounds/{id}/flips", for: members) { try await flip($0) },
            Endpoint(.post, "/v1/rounds/{id}/extra-flips", for: members, query: ["dryRun"]) {
                try await buyFlip($0)
            },
            Endpoint(.get, "/v1/extra-flips/{id}", for: all) { try intents.look(extras.kind, $0) },
            Endpoint(.post, "/v1/rounds/{id}/finish", for: members) { try await finish($0) },
            Endpoint(
                .get,
                "/v1/members/{member}/rounds",
                for: all,
                query: ["limit", "after"]
            ) { try list($0) },
        ]
    }

    private func start(_ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("id")
        let json = try exchange.optionalJSON()
        var reader = try ObjectReader(json)
        let clientSeed = try ClientSeed(of: &reader)
        try reader.finish()
        let stamp = try stamps.stamp(exchange)
        return try await intents.serve(
            starts.kind,
            of: try exchange.player(),
            exchange,
            path: [game.text],
            body: json
        ) { [starts] opening, transaction in
            try starts.reserve(game, clientSeed, stamp, opening, transaction)
        }
    }

    private func buyFlip(_ exchange: borrowing Exchange) async throws -> Reply {
        let id = try exchange.round()
        let json = try exchange.emptyObject()
        return try await intents.serve(
            extras.kind,
            of: try exchange.player(),
            exchange,
            path: [id.description],
            body: json
        ) { [extras] opening, transaction in
            try extras.reserve(in: id, opening, transaction)
        }
    }

    private func flip(_ exchange: borrowing Exchange) async throws -> Reply {
        var reader = try ObjectReader(try exchange.json())
        let position = try reader.integer("position", in: 1...Int64.max)
        try reader.finish()
        let turn = try turn(of: try exchange.player(), exchange)
        let outcome = try await store.write(deadline: exchange.deadline) {
            try turn.flip(position, $0)
        }
        return try reply(outcome, of: turn.id)
    }

    private func finish(_ exchange: borrowing Exchange) async throws -> Reply {
        _ = try exchange.emptyObject()
        let turn = try turn(of: try exchange.player(), exchange)
        let outcome = try await store.write(deadline: exchange.deadline) { try turn.finish($0) }
        return try reply(outcome, of: turn.id)
    }

    private func reply(_ outcome: RoundTurn.Outcome, of round: TimeOrderedID) throws -> Reply {
        switch outcome {
        case .answered(let reply): return Reply(reply)
        case .refused(let problem): throw problem
        case .closing:
            let href = starts.kind.href(round)
            var reply = Reply.json(status: 202) { writer in
                writer.member("id", round.description)
                writer.member("state", "closing")
                writer.member("href", href)
            }
            reply.location = href
            reply.retryAfterSeconds = 1
            return reply
        }
    }

    /// The round as it is now; a start that is not dealt answers as other intents do.
    private func look(_ exchange: borrowing Exchange) async throws -> Reply {
        let intent = try intents.intent(starts.kind, exchange)
        guard intent.state == .done else { return try intents.look(starts.kind, exchange) }
        let turn = try turn(of: intent.member, exchange)
        let now = turn.stamp.now
        let shown = try store.read { reads -> RoundAnswer? in
            guard let row = try reads.round(turn.id, of: turn.member) else {
                throw RoundRow.missing
            }
            let isDue = row.ending == nil && row.round.isDue(at: now)
            return isDue ? nil : try desk.answer(row, at: now, reads)
        }
        if let shown { return .json { shown.write(to: &$0) } }
        let settled = try await store.write(deadline: exchange.deadline) { try turn.look($0) }
        return .json { settled.write(to: &$0) }
    }

    private func turn(
        of member: MemberID,
        _ exchange: borrowing Exchange
    ) throws -> RoundTurn {
        RoundTurn(
            desk: desk,
            id: try exchange.round(),
            member: member,
            stamp: try stamps.stamp(exchange)
        )
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let member = try exchange.member()
        let limit = try exchange.limit()
        let after = try exchange.placeOfID()
        let now = stamps.now()
        return try store.read { reads in
            let plays = try reads.starts(of: member, before: after, limit: limit + 1)
            var rounds: [ListedRound] = []
            for play in plays.prefix(limit) {
                rounds.append(try ListedRound(play, at: now, desk, reads))
            }
            return .json { writer in
                writer.name("items")
                writer.array(rounds) { writer, round in
                    writer.object { round.write(to: &$0) }
                }
                if plays.count > limit {
                    writer.member("next", ifPresent: plays[limit - 1].id.description)
                }
            }
        }
    }
}

extension Exchange {
    /// The round that the path's `{id}` names.
    ///
    /// - Throws: A `Problem` with the slug `not-found` where it names none.
    fileprivate borrowing func round() throws(Problem) -> TimeOrderedID {
        guard let id = TimeOrderedID(parameter("id")) else { throw RoundRow.missing }
        return id
    }

    /// The body, which may be absent and has no members.
    ///
    /// - Throws: `JSONFault`.
    fileprivate borrowing func emptyObject() throws(JSONFault) -> JSON {
        let json = try optionalJSON()
        let reader = try ObjectReader(json)
        try reader.finish()
        return json
    }
}
