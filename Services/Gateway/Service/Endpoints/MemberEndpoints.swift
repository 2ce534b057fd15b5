import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What a member has and what happened to it.
struct MemberEndpoints: Sendable {
    let store: Store
    let programme: ProgrammeStore<GatewaySection>
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.member, .service, .operator, .viewer])
        return [
            Endpoint(.get, "/v1/members/{member}/balance", for: callers) { try balance($0) },
            Endpoint(
                .get,
                "/v1/members/{member}/transfers",
                for: callers,
                query: ["limit", "after"]
            ) { try statement($0) },
        ]
    }

    private func balance(_ exchange: borrowing Exchange) throws -> Reply {
        let member = try exchange.member()
        let (assets, balances) = try store.read { reads in
            (try programme.current(reads).section.assets, try reads.balances(of: member))
        }
        let asOf = now()
        return .json { writer in
            writer.member("member", member.text)
            writer.member("asOf", asOf.description)
            writer.name("assets")
            writer.object { writer in
                for asset in assets {
                    let found = balances.first { $0.asset == asset.id.text }
                    writer.name(of: asset.id)
                    writer.object { (found?.balance ?? Balance()).write(to: &$0) }
                }
            }
        }
    }

    private func statement(_ exchange: borrowing Exchange) throws -> Reply {
        let member = try exchange.member()
        let limit = try exchange.limit()
        guard let before = exchange.query("after").map({ Int64($0) }) ?? Int64.max, before > 0
        else { throw JSONFault(at: "after", "is no cursor of this list") }
        let records = try store.read { reads -> [TransferRecord] in
            _ = try programme.current(reads)
            guard let account = try reads.account(of: member) else { return [] }
            return try reads.statement(of: account.number, before: before, limit: limit + 1)
        }
        return .json { writer in
            writer.name("items")
            writer.array(records.prefix(limit)) { writer, record in
                TransferReply(record: record, member: member.text).write(transfer: &writer)
            }
            if records.count > limit, let next = records[limit - 1].entry {
                writer.member("next", "\(next)")
            }
        }
    }
}

extension Balance {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("available", available.value)
        writer.member("pending", pending.value)
        writer.member("held", held.value)
        writer.member("earnedTotal", earnedTotal.value)
        writer.member("spentTotal", spentTotal.value)
        writer.member("expiring", [])
    }
}
