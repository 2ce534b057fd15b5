import GamesClient
import JifenService
import TestSupport
import Testing
import Wire

@Suite("The export of an epoch, fetched from the games")
struct EpochDownloadTests {
    /// The head of a page, and what stands on it besides.
    private static func page(_ sequences: [Int], next: String? = nil) -> String {
        let digits = String(repeating: "0", count: 64)
        let entries = sequences.map { number in
            """
            {"sequence":\(number),"type":"restock","prize":"p","change":1,"reason":"r",\
            "at":"2026-03-01T08:00:00.000Z"}
            """
        }
        return """
            {"format":"jifen-epoch-1","game":"wheel","kind":"lottery","epoch":3,\
            "seed":"\(digits)","commitment":"\(digits)","versionHash":"\(digits)","table":"6e",\
            "rules":{},"day":"2026-03-01","openedAt":"2026-03-01T00:00:00.000Z",\
            "closedAt":"2026-03-02T00:00:00.000Z","earlier":[],\
            "opening":{"reserved":0,"stock":[]},"closing":{"reserved":0,"stock":[]},\
            "players":[],"entries":[\(entries.joined(separator: ","))]\
            \(next.map { ",\"next\":\"\($0)\"" } ?? "")}
            """
    }

    /// Fetches from a service that gives these pages, each behind the one before.
    private static func fetch(
        _ pages: [String],
        status: Int = 200,
        game: String = "wheel"
    ) async throws -> (export: EpochExport, paths: [String]) {
        let suite = try PretendSuite([
            (
                "games",
                { request in
                    let page = pages[request.index % pages.count]
                    return .answer(status, body: Array(page.utf8))
                }
            )
        ])
        defer { suite.stop() }
        let download = EpochDownload(suite.client, from: suite.members[0])
        let export = try await download.export(of: game, epoch: 3)
        return (export, suite.requests().map(\.path))
    }

    @Test("is joined of all its pages")
    func pages() async throws {
        let pages = [Self.page([1, 2], next: "e2"), Self.page([3], next: "e3"), Self.page([])]
        let (export, paths) = try await Self.fetch(pages)
        #expect(export.entries.map(\.sequence) == [1, 2, 3])
        let path = "/v1/fairness/wheel/epochs/3?limit=200"
        #expect(paths == [path, path + "&after=e2", path + "&after=e3"])
    }

    @Test("is a fault where it is not published, not whole, or none")
    func faults() async throws {
        let open = #"{"game":"wheel","epoch":3,"state":"open"}"#
        let endless = Self.page([1], next: "e1")
        for pages in [[open], ["{}"], [endless], [#"{"format":"other"}"#]] {
            await #expect(throws: CommandFault.self) { try await Self.fetch(pages) }
        }
        await #expect(throws: CommandFault.self) { try await Self.fetch(["{}"], status: 404) }
        await #expect(throws: CommandFault.self) { try await Self.fetch(["{}"], game: "a/b") }
    }
}
