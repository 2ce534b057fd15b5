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
        return Assembly(
            store: store,
            endpoints: LedgerEndpoints(
                store: store,
                ledger: ledger,
                counts: MovementCounts(metrics: parts.metrics),
                now: parts.now
            ).endpoints
                + MemberEndpoints(store: store, programme: programme, now: parts.now).endpoints
                + LookupEndpoints(store: store).endpoints
                + AccountEndpoints(store: store, ledger: ledger, now: parts.now).endpoints
                + ProgrammeEndpoints(store: store, programme: programme, now: parts.now).endpoints
        )
    }
}
