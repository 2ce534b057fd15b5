import Calls
import Intents
import Outbox
import Primitives
import ServiceHost
import Storage

/// The check-in service, as the host runs it.
package enum CheckinBlueprint {
    /// The services that it calls.
    private static let neighbours = ["gateway", "badges", "mall"]

    /// The service, made the same way for `main` and for tests.
    package static let blueprint = Blueprint(
        name: "checkin",
        version: "0.1.0",
        summary: "daily check-ins, streaks, make-up days, freezes and pauses",
        port: 8082,
        settings: NeighbourSettings.all(neighbours) + IntentTerms.settings,
        openAPI: PackageResources.openapi_yaml,
        assemble: assemble
    )

    private static func assemble(_ parts: HostParts) throws -> Assembly {
        let neighbours = try Neighbours(neighbours, parts)
        let doorbell = Doorbell()
        let store = try parts.openStore(Migration.checkin, ringing: doorbell)
        let desk = CheckinDesk(programme: CheckinProgramme(), doorbell: doorbell)
        let stamps = Stamps(now: parts.now)
        let makeUps = MakeUpWork(desk: desk)
        let freezes = FreezeWork(desk: desk)
        let intents = Intents(
            [makeUps.kind, freezes.kind],
            in: store,
            charging: neighbours["gateway"]?.charging,
            terms: IntentTerms(parts.settings),
            now: parts.now,
            metrics: parts.metrics,
            logger: parts.logger
        )
        let relay = Relay(lanes(neighbours), store: store, doorbell: doorbell, parts: parts) {
            [now = parts.now] in
            try makeUps.hear($0, $1, at: now(), $2)
        }
        return Assembly(
            store: store,
            endpoints: endpoints(store, desk, intents, makeUps, freezes, stamps, parts)
                + common(store, desk, relay, intents, parts),
            dueWork: desk.dueWork(relay, intents, StuckDues(parts)),
            background: [relay, IntentSweeper(intents)],
            measure: {
                relay.measure()
                intents.measure()
            }
        )
    }

    /// What every service with a programme, an outbox and intents offers.
    private static func common(
        _ store: Store,
        _ desk: CheckinDesk,
        _ relay: Relay,
        _ intents: Intents,
        _ parts: HostParts
    ) -> [Endpoint] {
        OutboxEndpoints(store: store, relay: relay, now: parts.now).endpoints
            + IntentEndpoints(intents).endpoints
            + ProgrammeEndpoints(store: store, programme: desk.programme, now: parts.now).endpoints
    }

    private static func lanes(_ neighbours: Neighbours) -> [Lane] {
        [
            Lane(to: "gateway", at: neighbours["gateway"], [.operations]),
            Lane(to: "badges", at: neighbours["badges"], [.events]),
            Lane(to: "mall", at: neighbours["mall"], [.grants]),
        ]
    }

    private static func endpoints(
        _ store: Store,
        _ desk: CheckinDesk,
        _ intents: Intents,
        _ makeUps: MakeUpWork,
        _ freezes: FreezeWork,
        _ stamps: Stamps,
        _ parts: HostParts
    ) -> [Endpoint] {
        let count = parts.metrics.makeCounter(label: "jifen_checkins_total", dimensions: [])
        let stats = StatsEndpoints(
            store: store,
            now: parts.now,
            today: desk.programmeDay,
            numbers: { try $0.numbers($1) }
        )
        return CheckInEndpoints(store: store, desk: desk, stamps: stamps, count: count).endpoints
            + PageEndpoints(store: store, desk: desk, now: parts.now).endpoints
            + MakeUpEndpoints(store: store, intents: intents, work: makeUps, stamps: stamps)
            .endpoints
            + FreezeEndpoints(intents: intents, work: freezes, stamps: stamps).endpoints
            + PauseEndpoints(store: store, desk: desk, stamps: stamps).endpoints
            + GrantEndpoints(store: store, desk: desk, stamps: stamps).endpoints
            + TraitEndpoints(store: store, now: parts.now, today: desk.programmeDay).endpoints
            + stats.endpoints
            + ReconciliationEndpoints(store: store, programme: desk.programme).endpoints
    }
}
