import Access
import GamesClient
import GamesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// The rules of a game for everybody, made from its configuration.
struct RulesEndpoints: Sendable {
    let store: Store
    let desk: GamesDesk
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/lotteries/{id}/rules", for: .anyone) { try rules(.lottery, $0) },
            Endpoint(.get, "/v1/cardflips/{id}/rules", for: .anyone) { try rules(.cardFlip, $0) },
        ]
    }

    private func rules(_ kind: GameKind, _ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("id")
        let page = try store.read { try desk.rules(of: game, at: now(), $0) }
        guard let page, page.kind == kind else { throw GamesDesk.noGame(game) }
        var reply = Reply.json { page.write(to: &$0) }
        if exchange.prefers("text/html", over: "application/json") {
            reply = Reply(body: Array(page.html.utf8), contentType: "text/html; charset=utf-8")
        }
        reply.variesBy = "Accept"
        return reply
    }
}
