import Access
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What anybody may see to check a game: commitments, and the whole of each epoch that is over.
struct FairnessEndpoints: Sendable {
    /// How many players and entries a page of an export has, unless told, and at most.
    private static let pageSizes = (usual: 500, largest: 1000)

    let store: Store
    let desk: GamesDesk
    /// Where exports are made, for which anybody may ask.
    let queue: SideQueue

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/fairness/{game}/epochs",
                for: .anyone,
                query: ["limit", "after"]
            ) { try list($0) },
            Endpoint(
                .get,
                "/v1/fairness/{game}/epochs/{epoch}",
                for: .anyone,
                query: ["limit", "after"]
            ) { try await show($0) },
        ]
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("game")
        let limit = try exchange.limit()
        let before = try exchange.place(from: Int64.max) { Int64($0) }
        let rows = try store.read { try $0.epochs(of: game, before: before, limit: limit + 1) }
        guard !rows.isEmpty || before < .max else { throw GamesDesk.noGame(game) }
        return .json { writer in
            writer.member("game", game.text)
            writer.name("items")
            writer.array(rows.prefix(limit)) { writer, row in
                writer.object { row.writeSummary(to: &$0) }
            }
            if rows.count > limit { writer.member("next", "\(rows[limit - 1].number)") }
        }
    }

    private func show(_ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("game")
        let limit = try Self.limit(exchange.query("limit"))
        guard let place = exchange.query("after").map(ExportPlace.init(cursor:)) ?? .start else {
            throw JSONFault(at: "after", "is no cursor of this export")
        }
        let number = Int64(exchange.parameter("epoch"))
        return try await queue.run(until: exchange.deadline) { [store, desk] in
            try store.read { reads in
                guard let number, let epoch = try reads.epoch(number, of: game)
                else { throw Problem(.notFound, "there is no such epoch") }
                guard epoch.state == .published else {
                    return .json { writer in
                        writer.member("game", game.text)
                        epoch.writeSummary(to: &writer)
                    }
                }
                let page = try desk.export(epoch, from: place, limit: limit, reads)
                return .json { page.write(to: &$0) }
            }
        }
    }

    private static func limit(_ text: String?) throws(JSONFault) -> Int {
        guard let text else { return pageSizes.usual }
        guard let limit = Int(text), (1...pageSizes.largest).contains(limit) else {
            throw JSONFault(at: "limit", "must be a whole number from 1 to \(pageSizes.largest)")
        }
        return limit
    }
}
