import Access
import GamesClient
import GamesDomain
import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Plays of lotteries, and what became of them.
struct DrawEndpoints: Sendable {
    let store: Store
    let intents: Intents
    let work: DrawWork
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/lotteries/{id}/draws",
                for: .roles([.member]),
                query: ["dryRun"]
            ) { try await play($0) },
            Endpoint(
                .get,
                "/v1/draws/{id}",
                for: .roles([.member, .service, .operator, .viewer])
            ) { try look($0) },
            Endpoint(
                .get,
                "/v1/members/{member}/draws",
                for: .roles([.member, .service, .operator, .viewer]),
                query: ["limit", "after"]
            ) { try list($0) },
        ]
    }

    private func play(_ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("id")
        let json = try exchange.optionalJSON()
        let order = try DrawOrder(game, json)
        let stamp = try stamps.stamp(exchange)
        return try await intents.serve(
            work.kind,
            of: try exchange.player(),
            exchange,
            path: [game.text],
            body: json
        ) { [work] opening, transaction in
            try work.reserve(order, stamp, opening, transaction)
        }
    }

    /// The play as it stands, with how far the handing out of its prizes has come by now.
    private func look(_ exchange: borrowing Exchange) throws -> Reply {
        let intent = try intents.intent(work.kind, exchange)
        let reply = try intents.look(work.kind, exchange)
        guard reply.status == 200 else { return reply }
        let grants = try store.read { reads in
            try reads.play(intent.id, of: intent.member)?.grants(reads) ?? []
        }
        return Reply(body: try JSONParser.parse(reply.body).showing(grants))
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let member = try exchange.member()
        let limit = try exchange.limit()
        let after = try exchange.placeOfID()
        return try store.read { reads in
            let plays = try reads.plays(of: member, .lottery, before: after, limit: limit + 1)
            var answers: [DrawAnswer] = []
            for play in plays.prefix(limit) { answers.append(try work.answer(play, reads)) }
            return .json { writer in
                writer.name("items")
                writer.array(answers) { writer, answer in
                    writer.object { answer.write(to: &$0) }
                }
                if plays.count > limit {
                    writer.member("next", ifPresent: plays[limit - 1].id.description)
                }
            }
        }
    }
}

extension DrawWork {
    /// A play as a list shows it, by the rules that it followed.
    func answer(_ play: PlayRow, _ reads: borrowing Snapshot) throws -> DrawAnswer {
        let epoch = try reads.epoch(play.start.reservation.epoch, of: play.game)
        guard let version = epoch?.version else {
            throw StorageError.fault("a play names an epoch that was never opened")
        }
        return DrawAnswer(
            play: play,
            entry: try desk.entry(of: play.game, in: version, reads),
            version: version,
            records: try play.records,
            grants: try play.grants(reads)
        )
    }
}

extension JSON {
    /// The answer of a play whose draws show these states of their grants.
    fileprivate func showing(_ grants: [[Grant]]) -> [UInt8] {
        guard case .object(let members) = self else { return JSONWriter.bytes(of: self) }
        return JSONWriter.bytes(
            of: .object(
                members.map { member in
                    guard member.name == "draws", let draws = member.value.elements else {
                        return member
                    }
                    let shown = draws.enumerated().map { place, draw in
                        draw.showing(grants.indices.contains(place) ? grants[place] : [])
                    }
                    return Member("draws", .array(shown))
                }
            )
        )
    }

    private func showing(_ grants: [Grant]) -> JSON {
        guard case .object(let members) = self else { return self }
        let states = grants.map { grant -> JSON in
            ["id": .string(grant.id.description), "state": .string(grant.state.rawValue)]
        }
        return .object(members.map { $0.name == "grants" ? Member("grants", .array(states)) : $0 })
    }
}
