import Access
import GamesClient
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// One answer that draws the whole page of a game, or of all games of a kind.
struct PageEndpoints: Sendable {
    let store: Store
    let desk: GamesDesk
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/lotteries", for: .roles([.member])) {
                try await list(.lottery, $0)
            },
            Endpoint(.get, "/v1/lotteries/{id}", for: .roles([.member])) {
                try await page(.lottery, $0)
            },
            Endpoint(.get, "/v1/cardflips", for: .roles([.member])) {
                try await list(.cardFlip, $0)
            },
            Endpoint(.get, "/v1/cardflips/{id}", for: .roles([.member])) {
                try await page(.cardFlip, $0)
            },
        ]
    }

    private func page(
        _ kind: GameKind,
        _ exchange: borrowing Exchange
    ) async throws -> Reply {
        let game = try exchange.game("id")
        let pages = try await pages(exchange) { $0.kind == kind && $0.id == game }
        guard let page = pages.first else { throw GamesDesk.noGame(game) }
        return .json { page.write(to: &$0) }
    }

    private func list(
        _ kind: GameKind,
        _ exchange: borrowing Exchange
    ) async throws -> Reply {
        let pages = try await pages(exchange) { $0.kind == kind }
        return .json { writer in
            writer.name("items")
            writer.array(pages) { writer, page in writer.object { page.write(to: &$0) } }
        }
    }

    /// The pages of some games, but for those that are hidden from the member.
    ///
    /// Each shows the pseudonym that the member will play under; so a member that looks at a game
    /// for the first time is given a seat first.
    private func pages(
        _ exchange: borrowing Exchange,
        of isWanted: (GameEntry) -> Bool
    ) async throws -> [GamePage] {
        let (member, caller) = (try exchange.player(), try exchange.caller)
        let now = now()
        let (wanted, unseated) = try store.read { reads in
            let wanted = try desk.programme.current(reads).section.entries.filter(isWanted)
            var unseated: [GameEntry] = []
            for entry in wanted
            where try reads.openGame(entry.id) != nil
                && reads.seat(of: member, at: entry.game.terms) == nil
            {
                unseated.append(entry)
            }
            return (wanted, unseated)
        }
        if !unseated.isEmpty {
            try await store.write(deadline: exchange.deadline) { transaction in
                for entry in unseated {
                    try transaction.takeSeat(member, at: entry.game.terms)
                }
            }
        }
        return try store.read { reads in
            var pages: [GamePage] = []
            for entry in wanted {
                let page = try desk.page(entry.id, for: member, caller, at: now, reads)
                guard let page, page.isEligible || !entry.display.isHiddenUnlessEligible else {
                    continue
                }
                pages.append(page)
            }
            return pages
        }
    }
}
