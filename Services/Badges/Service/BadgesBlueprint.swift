import Calls
import CoreMetrics
import Outbox
import Primitives
import ServiceHost
import Storage

/// The badges service, as the host runs it.
package enum BadgesBlueprint {
    /// The services that it calls.
    private static let neighbours = ["gateway", "checkin", "games", "mall"]
    /// Those that need to know the traits of members.
    private static let listeners = ["gateway", "checkin", "games"]

    /// The badges service, made the same way for `main` and for tests.
    package static let blueprint = Blueprint(
        name: "badges",
        version: "0.1.0",
        summary: "badges, levels, tasks and leaderboards, computed from what members do",
        port: 8084,
        settings: NeighbourSettings.all(neighbours),
        openAPI: PackageResources.openapi_yaml,
        assemble: assemble
    )

    private static func assemble(_ parts: HostParts) throws -> Assembly {
        let neighbours = try Neighbours(neighbours, parts)
        let doorbell = Doorbell()
        let store = try parts.openStore(Migration.badges, ringing: doorbell)
        let desk = BadgesDesk(
            programme: BadgesProgramme(),
            doorbell: doorbell,
            listeners: listeners.filter { neighbours[$0] != nil },
            logger: parts.logger
        )
        let relay = Relay(lanes(neighbours), store: store, doorbell: doorbell, parts: parts)
        let gauges = BadgeGauges(parts.metrics)
        let stuck = StuckDues<BadgesDue>(parts)
        let recounter = Recounter(desk, store, stuck, parts)
        return Assembly(
            store: store,
            endpoints: endpoints(store, desk, parts)
                + OutboxEndpoints(store: store, relay: relay, now: parts.now).endpoints
                + ProgrammeEndpoints(store: store, programme: desk.programme, now: parts.now)
                .endpoints,
            dueWork: desk.dueWork(relay, stuck),
            background: [relay] + (recounter.map { [$0] } ?? []),
            measure: {
                relay.measure()
                gauges.measure(store, desk.programme)
            }
        )
    }

    private static func lanes(_ neighbours: Neighbours) -> [Lane] {
        [
            Lane(to: "gateway", at: neighbours["gateway"], [.operations, .traits]),
            Lane(to: "checkin", at: neighbours["checkin"], [.traits, .grants]),
            Lane(to: "games", at: neighbours["games"], [.traits]),
            Lane(to: "mall", at: neighbours["mall"], [.grants]),
        ]
    }

    private static func endpoints(
        _ store: Store,
        _ desk: BadgesDesk,
        _ parts: HostParts
    ) -> [Endpoint] {
        let stamps = Stamps(now: parts.now)
        let count = parts.metrics.makeCounter(label: "jifen_events_counted_total", dimensions: [])
        let stats = StatsEndpoints(
            store: store,
            now: parts.now,
            today: { try desk.programme.current($1).section.zone.day(of: $0) },
            numbers: { try $0.numbers($1) }
        )
        return EventEndpoints(store: store, desk: desk, stamps: stamps, count: count).endpoints
            + TaskEndpoints(store: store, desk: desk, stamps: stamps).endpoints
            + GrantEndpoints(store: store, desk: desk, stamps: stamps).endpoints
            + BackfillEndpoints(store: store, desk: desk, stamps: stamps).endpoints
            + FactEndpoints(store: store, desk: desk, stamps: stamps).endpoints
            + BoardEndpoints(store: store, desk: desk, stamps: stamps, now: parts.now).endpoints
            + PageEndpoints(store: store, desk: desk, now: parts.now).endpoints
            + stats.endpoints
            + ReconciliationEndpoints(store, desk.programme, now: parts.now).endpoints
    }
}
