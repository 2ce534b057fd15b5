import Calls
import Wire

/// Has badges bring all members up to date with a badge, page by page.
package struct BadgeBackfill: Sendable {
    /// How many members a page has at most.
    private static let pageSize: Int64 = 500

    private let client: SuiteClient
    private let badges: SuiteMember

    /// Asks a suite.
    package init(_ client: SuiteClient, at badges: SuiteMember = .badges) {
        self.client = client
        self.badges = badges
    }

    /// Goes through all members.
    ///
    /// - Parameters:
    ///   - badge: The badge's id.
    ///   - isDryRun: Whether nothing is given.
    ///   - programme: A programme that is not published, by which is counted in a dry run.
    ///   - progress: Gets how many members were looked at, after each page.
    /// - Returns: What all pages come to.
    /// - Throws: `CommandFault` where the service does not answer, refuses, or answers something
    ///   else; `CancellationError`.
    package func run(
        _ badge: String,
        isDryRun: Bool,
        by programme: ProgrammeFile? = nil,
        progress: (Int) -> Void = { _ in }
    ) async throws -> BackfillSums {
        var members: [JSON.Member] = [
            .init("badge", .string(badge)), .init("limit", .integer(Self.pageSize)),
            .init("dryRun", .bool(isDryRun)),
        ]
        if let programme {
            members.append(.init("section", programme.section(of: .badges)))
        }
        var sums = BackfillSums()
        var next: String?
        repeat {
            let cursor = next.map { [JSON.Member("after", .string($0))] } ?? []
            let answer = try await client.send(
                .post,
                "/v1/backfill",
                to: badges,
                body: JSONWriter.bytes(of: .object(members + cursor))
            )
            guard answer.status == 200 else {
                throw CommandFault.faults(found: badges, answer.status, answer.json)
            }
            sums.add(answer.json)
            progress(Int(clamping: sums.checked))
            let after = answer.json["next"]?.text
            guard after == nil || next.map({ $0 < after ?? "" }) ?? true else {
                throw CommandFault("\(badges.name) gives the same page again")
            }
            next = after
        } while next != nil
        return sums
    }
}
