import Access
import GamesClient
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What operators do to a game that is running: restock, pause, begin the next epoch.
struct OperatorEndpoints: Sendable {
    let store: Store
    let desk: GamesDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/games/{game}/prizes/{prize}/stock",
                for: .roles([.operator, .service])
            ) { try await restock($0) },
            Endpoint(
                .get,
                "/v1/games/{game}/stock",
                for: .roles([.operator, .viewer, .service])
            ) { try stock($0) },
            Endpoint(.post, "/v1/games/{game}/pause", for: .roles([.operator])) {
                try await pause(true, $0)
            },
            Endpoint(.post, "/v1/games/{game}/resume", for: .roles([.operator])) {
                try await pause(false, $0)
            },
            Endpoint(.post, "/v1/games/{game}/epochs", for: .roles([.operator])) {
                try await beginEpoch($0)
            },
        ]
    }

    private func restock(_ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("game")
        let json = try exchange.json()
        var reader = try ObjectReader(json)
        let change = try reader.integer("change", in: -1_000_000_000_000...1_000_000_000_000)
        let reason = try reader.text("reason")
        try reader.finish()
        guard let prize = PrizeID(exchange.parameter("prize")) else {
            throw Problem(RestockRefusal.noSuchPrize)
        }
        let stamp = try stamps.stamp(exchange)
        let key = try exchange.replyKey("games/stock", [game.text, prize.text], json, stamp)
        return try await store.once(key, stamp, until: exchange.deadline) { [desk] transaction in
            let left = try desk.restock(
                prize,
                of: game,
                by: change,
                because: reason,
                stamp,
                transaction
            )
            return KeyedReply(
                status: 201,
                body: Reply.json { writer in
                    writer.member("game", game.text)
                    writer.member("prize", prize.text)
                    writer.member("change", change)
                    writer.member("left", left)
                }.body
            )
        }
    }

    private func stock(_ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("game")
        return try store.read { reads in
            guard let entry = try desk.programme.current(reads).section.entry(game) else {
                throw GamesDesk.noGame(game)
            }
            let stock = try reads.shownStock(of: game)
            return .json { writer in
                writer.member("game", game.text)
                writer.name("items")
                writer.array(entry.game.table.prizes) { writer, prize in
                    let count = stock[prize.id] ?? StockCount()
                    writer.object { writer in
                        writer.member("prize", prize.id.text)
                        if let total = prize.stock.total { writer.member("total", total) }
                        if let perDay = prize.stock.perDay { writer.member("perDay", perDay) }
                        writer.member("restocked", count.restocked)
                        writer.member("given", count.given)
                        if let left = count.left(of: prize.stock) { writer.member("left", left) }
                    }
                }
            }
        }
    }

    private func pause(_ isPaused: Bool, _ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("game")
        let json = try exchange.json()
        let reason = try Self.reason(json)
        let stamp = try stamps.stamp(exchange)
        let route = isPaused ? "games/pause" : "games/resume"
        let key = try exchange.replyKey(route, [game.text], json, stamp)
        return try await store.once(key, stamp, until: exchange.deadline) { transaction in
            guard try transaction.pause(game, isPaused) else { throw GamesDesk.noGame(game) }
            try transaction.record(
                OperatorAction(
                    isPaused ? "game.pause" : "game.resume",
                    on: "game:\(game.text)",
                    because: reason,
                    stamp
                )
            )
            return KeyedReply(
                status: 200,
                body: Reply.json { writer in
                    writer.member("game", game.text)
                    writer.member("isPaused", isPaused)
                }.body
            )
        }
    }

    private func beginEpoch(_ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("game")
        let json = try exchange.json()
        let reason = try Self.reason(json)
        let stamp = try stamps.stamp(exchange)
        let key = try exchange.replyKey("games/epochs", [game.text], json, stamp)
        return try await store.once(key, stamp, until: exchange.deadline) { [desk] transaction in
            let table = try desk.table(game, at: stamp.now, withStock: false, transaction)
            try desk.endEpochEarly(of: table.row, at: table.now, transaction)
            try transaction.record(
                OperatorAction("epoch.begin", on: "game:\(game.text)", because: reason, stamp)
            )
            guard let epoch = try transaction.reads.epoch(table.epoch + 1, of: game) else {
                throw StorageError.fault("the epoch that was opened is not there")
            }
            return KeyedReply(
                status: 201,
                body: Reply.json { writer in
                    writer.member("game", game.text)
                    epoch.writeSummary(to: &writer)
                }.body
            )
        }
    }

    private static func reason(_ json: JSON) throws(JSONFault) -> String {
        var reader = try ObjectReader(json)
        let reason = try reader.text("reason")
        try reader.finish()
        return reason
    }
}

extension Exchange {
    /// The key of a write of an operator or a service.
    ///
    /// - Throws: A `Problem` where it is missing.
    fileprivate borrowing func replyKey(
        _ route: String,
        _ path: [String],
        _ body: JSON,
        _ stamp: Stamp
    ) throws -> ReplyKey {
        ReplyKey(
            caller: stamp.caller.name,
            route: route,
            key: try idempotencyKey(),
            digest: RequestDigest(operation: route, path: path, body: body).bytes,
            now: stamp.now
        )
    }
}

extension Transaction {
    /// Pauses or resumes a game, and says whether there is one.
    fileprivate borrowing func pause(_ game: GameID, _ isPaused: Bool) throws -> Bool {
        try execute(
            "UPDATE game SET is_paused = ? WHERE game = ?",
            .int(isPaused ? 1 : 0),
            .text(game.text)
        ) > 0
    }
}
