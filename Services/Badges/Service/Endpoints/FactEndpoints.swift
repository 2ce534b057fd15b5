import Access
import BadgesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// What the host knows of members, which badges tells the other services.
struct FactEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .put,
                "/v1/members/{member}/facts",
                for: .roles([.service, .operator])
            ) { try await put($0) }
        ]
    }

    private func put(_ exchange: borrowing Exchange) async throws -> Reply {
        let member = try exchange.member()
        let facts = try Facts(try exchange.json())
        let stamp = try stamps.stamp(exchange)
        let known = try await store.write(deadline: exchange.deadline) { [desk] transaction in
            var ids = FreshIDs(stamp.id)
            let known = try desk.keep(facts, of: member, at: stamp.now, &ids, transaction)
            try transaction.record(
                OperatorAction("facts.put", on: "member:\(member.text)", stamp)
            )
            return known
        }
        return .json { writer in
            writer.member("member", member.text)
            for (name, value) in known {
                writer.name(of: name)
                writer.value(value)
            }
        }
    }
}
