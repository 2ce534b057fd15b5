import Outbox
import ServiceHost
import Storage

/// The points gateway, as the host runs it.
package enum GatewayBlueprint {
    /// The services that it calls.
    private static let neighbours = ["badges"]

    /// The service, made the same way for `main` and for tests.
    package static let blueprint = Blueprint(
        name: "gateway",
        version: "0.1.0",
        summary: "the points gateway: every point moves through its ledger",
        port: 8081,
        settings: NeighbourSettings.all(neighbours) + [
            Setting(
                "event-late-days",
                .integer(1...28),
                standard: "7",
                "How many days late a business event may come."
            )
        ],
        openAPI: PackageResources.openapi_yaml,
        assemble: assemble
    )

    private static func assemble(_ parts: HostParts) throws -> Assembly {
        let neighbours = try Neighbours(neighbours, parts)
        let doorbell = Doorbell()
        let store = try parts.openStore(Migration.gateway, ringing: doorbell) {
            $0.beforeCommit = Chain.seal
        }
        let programme = ProgrammeStore<GatewaySection>()
        let ledger = Ledger(programme: programme)
        let relay = Relay(
            [Lane(to: "badges", at: neighbours["badges"], [.events])],
            feeds: [TransferFeed(programme: programme).feed, EventFeed(programme: programme).feed],
            store: store,
            doorbell: doorbell,
            parts: parts
        )
        return Assembly(
            store: store,
            endpoints: endpoints(store, ledger, parts) + common(store, ledger, relay, parts),
            dueWork: ledger.dueWork(owing: { try relay.owed($0) }, StuckDues(parts)),
            background: [relay],
            measure: { relay.measure() }
        )
    }

    private static func endpoints(
        _ store: Store,
        _ ledger: Ledger,
        _ parts: HostParts
    ) -> [Endpoint] {
        let programme = ledger.programme
        let stamps = Stamps(now: parts.now)
        let counts = MovementCounts(metrics: parts.metrics)
        let desk = EventDesk(
            programme: programme,
            latestMs: Int64(parts.settings.integer("event-late-days")) * 86_400_000
        )
        return LedgerEndpoints(store: store, ledger: ledger, counts: counts, stamps: stamps)
            .endpoints
            + EventEndpoints(store: store, desk: desk, counts: counts, stamps: stamps).endpoints
            + TraitEndpoints(store: store, now: parts.now, today: ledger.programmeDay).endpoints
            + MemberEndpoints(store: store, programme: programme, now: parts.now).endpoints
            + LookupEndpoints(store: store, programme: programme, now: parts.now).endpoints
            + AccountEndpoints(store: store, ledger: ledger, stamps: stamps).endpoints
    }

    /// What every service with a programme and an outbox offers, and the audits.
    private static func common(
        _ store: Store,
        _ ledger: Ledger,
        _ relay: Relay,
        _ parts: HostParts
    ) -> [Endpoint] {
        AuditEndpoints(store: store).endpoints
            + ProgrammeEndpoints(store: store, programme: ledger.programme, now: parts.now)
            .endpoints
            + OutboxEndpoints(store: store, relay: relay, now: parts.now).endpoints
    }
}
