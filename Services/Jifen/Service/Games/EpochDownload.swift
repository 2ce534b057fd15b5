import Calls
import GamesClient
import Primitives
import Wire

/// Fetches the export of an epoch from the running games service.
package struct EpochDownload: Sendable {
    /// How many players and entries a page has.
    private static let pageSize = 200

    private let client: SuiteClient
    private let games: SuiteMember

    /// Fetches from a suite.
    package init(_ client: SuiteClient, from games: SuiteMember = .games) {
        self.client = client
        self.games = games
    }

    /// Fetches all pages and joins them.
    ///
    /// - Parameters:
    ///   - game: The game's id.
    ///   - epoch: The epoch's number.
    ///   - progress: Gets the number of pages that have come, after each.
    /// - Returns: The export.
    /// - Throws: `CommandFault` where the service does not answer, refuses, or answers something
    ///   else; `CancellationError`.
    package func export(
        of game: String,
        epoch: Int64,
        progress: (Int) -> Void = { _ in }
    ) async throws -> EpochExport {
        guard Reference.isValid(game) else {
            throw CommandFault("\(game) is no name of a game", isInput: true)
        }
        let path = "/v1/fairness/\(game)/epochs/\(epoch)?limit=\(Self.pageSize)"
        var pages: [JSON] = []
        var next: String?
        repeat {
            let after = next.map { "&after=\($0)" } ?? ""
            let answer = try await client.send(.get, path + after, to: games)
            guard answer.status == 200 else {
                throw CommandFault.refusal(by: games, answer.status, answer.json)
            }
            guard answer.json["format"] != nil else {
                let state = answer.json["state"]?.text ?? "not known"
                throw CommandFault("\(game), epoch \(epoch) is \(state); it is not published yet")
            }
            pages.append(answer.json)
            progress(pages.count)
            let cursor = answer.json["next"]?.text
            guard cursor == nil || cursor != next else {
                throw CommandFault("\(games.name) gives the same page again")
            }
            next = cursor
        } while next != nil
        do throws(JSONFault) {
            return try EpochExport(pages: pages)
        } catch {
            throw CommandFault("\(games.name) answers no export: \(error.path) \(error.message)")
        }
    }
}
