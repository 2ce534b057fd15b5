import ServiceHost
import Storage

/// The points gateway, as the host runs it.
package enum GatewayBlueprint {
    /// The service, made the same way for `main` and for tests.
    package static let blueprint = Blueprint(
        name: "gateway",
        version: "0.1.0",
        summary: "the points gateway: every point moves through its ledger",
        port: 8081,
        settings: [
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
        var configuration = parts.store
        configuration.beforeCommit = Chain.seal
        let store = try Store.open(
            parts.settings.text("store"),
            migrations: Migration.gateway,
            configuration: configuration,
            logger: parts.logger
        )
        let programme = ProgrammeStore<GatewaySection>()
        let ledger = Ledger(programme: programme)
        let stamps = Stamps(now: parts.now)
        let counts = MovementCounts(metrics: parts.metrics)
        let desk = EventDesk(
            programme: programme,
            latestMs: Int64(parts.settings.integer("event-late-days")) * 86_400_000
        )
        return Assembly(
            store: store,
            endpoints: LedgerEndpoints(
                store: store,
                ledger: ledger,
                counts: counts,
                stamps: stamps
            ).endpoints
                + EventEndpoints(store: store, desk: desk, counts: counts, stamps: stamps).endpoints
                + MemberEndpoints(store: store, programme: programme, now: parts.now).endpoints
                + LookupEndpoints(store: store, programme: programme, now: parts.now).endpoints
                + AuditEndpoints(store: store).endpoints
                + AccountEndpoints(store: store, ledger: ledger, stamps: stamps).endpoints
                + ProgrammeEndpoints(store: store, programme: programme, now: parts.now).endpoints,
            dueWork: ledger.dueWork
        )
    }
}
