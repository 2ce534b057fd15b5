import Access
import BadgesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// What a member page shows.
struct PageEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let now: @Sendable () -> Instant

    /// More bytes than a page has that shows seven badges and six tasks, so that it is not moved to
    /// a larger place while it is written.
    private static let usualSize = 20_480
    private static let readers = Endpoint.Audience.roles([.member, .service, .operator, .viewer])

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/members/{member}/profile", for: Self.readers) { exchange in
                let page = try await page(exchange)
                return .json(size: Self.usualSize) { page.write(to: &$0) }
            },
            Endpoint(.get, "/v1/members/{member}/badges", for: Self.readers) { exchange in
                let page = try await page(exchange)
                return .json(size: Self.usualSize) { page.writeBadges(to: &$0) }
            },
            Endpoint(.get, "/v1/members/{member}/tasks", for: Self.readers) { exchange in
                let page = try await page(exchange)
                return .json(size: Self.usualSize / 2) { page.writeTasks(to: &$0) }
            },
            Endpoint(.get, "/v1/members/{member}/level", for: Self.readers) { exchange in
                let page = try await page(exchange)
                return .json { page.writeLevel(to: &$0) }
            },
            Endpoint(
                .get,
                "/v1/levels",
                for: .roles([.service, .operator, .viewer]),
                query: ["after", "limit"]
            ) { try levels($0) },
        ]
    }

    /// The page of a member; one that is behind is brought up to date first, which few are.
    private func page(_ exchange: borrowing Exchange) async throws -> MemberPage {
        let member = try exchange.member()
        let now = now()
        let (page, isBehind) = try page(of: member, at: now)
        guard isBehind else { return page }
        try await store.write(deadline: exchange.deadline) { [desk] transaction in
            try desk.bring(member, upTo: now, transaction)
        }
        return try self.page(of: member, at: now).page
    }

    private func page(
        of member: MemberID,
        at now: Instant
    ) throws -> (page: MemberPage, isBehind: Bool) {
        try store.read { reads in
            let section = try desk.programme.current(reads).section
            let known = try reads.standing(of: member)
            let page = try MemberPage(of: member, known, at: now, section, reads)
            return (page, known.map { desk.isBehind($0, at: now, section) } ?? false)
        }
    }

    private func levels(_ exchange: borrowing Exchange) throws -> Reply {
        let limit = try exchange.limit()
        let after = try exchange.placeOfMember()
        let found = try store.read { try $0.levels(after: after, limit: limit + 1) }
        let items = found.prefix(limit)
        return .json { writer in
            writer.name("items")
            writer.array(Array(items)) { writer, item in
                writer.object { writer in
                    writer.member("member", item.0.text)
                    writer.member("level", item.1)
                    writer.member("version", item.2)
                }
            }
            if found.count > limit { writer.member("next", ifPresent: items.last?.0.text) }
        }
    }
}
