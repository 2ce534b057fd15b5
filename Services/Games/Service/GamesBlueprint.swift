import Calls
import Intents
import Outbox
import Primitives
import ServiceHost
import Storage

/// The games service, as the host runs it.
package enum GamesBlueprint {
    /// The services that it calls.
    private static let neighbours = ["gateway", "badges", "mall", "checkin"]

    /// The service, made the same way for `main` and for tests.
    package static let blueprint = exporting { SideQueue("exports") }

    /// The service with a queue that its caller can hold, as a test does.
    ///
    /// - Parameter queue: Gives the queue on which exports of epochs are made.
    /// - Returns: The service.
    package static func exporting(on queue: @escaping @Sendable () -> SideQueue) -> Blueprint {
        Blueprint(
            name: "games",
            version: "0.1.0",
            summary:
                "lotteries and card flips that anyone can check, and the stock of their prizes",
            port: 8083,
            settings: NeighbourSettings.all(neighbours) + IntentTerms.settings + [SeedKeys.setting],
            openAPI: PackageResources.openapi_yaml,
            assemble: { try assemble($0, exports: queue()) }
        )
    }

    private static func assemble(_ parts: HostParts, exports: SideQueue) throws -> Assembly {
        let neighbours = try Neighbours(neighbours, parts)
        let doorbell = Doorbell()
        let store = try parts.openStore(Migration.games, ringing: doorbell)
        let seeds = EpochSeeds(try SeedKeys.vault(parts.settings))
        let desk = GamesDesk(programme: GamesProgramme(), seeds: seeds, doorbell: doorbell)
        // A seed that cannot be opened would leave plays that are paid for without an outcome.
        try store.read { reads in
            try seeds.check(reads)
            try desk.checkSalts(reads)
        }
        let works = GameWorks(desk)
        let intents = Intents(
            works.kinds,
            in: store,
            charging: neighbours["gateway"]?.charging,
            terms: IntentTerms(parts.settings),
            now: parts.now,
            metrics: parts.metrics,
            logger: parts.logger
        )
        let relay = Relay(lanes(neighbours), store: store, doorbell: doorbell, parts: parts)
        let gauges = GameGauges(parts.metrics)
        return Assembly(
            store: store,
            endpoints: plays(store, intents, works, Stamps(now: parts.now))
                + games(store, desk, parts, exports: exports)
                + common(store, desk, relay, intents, parts),
            dueWork: desk.dueWork(relay, intents, StuckDues(parts)),
            background: [relay, IntentSweeper(intents)],
            measure: {
                relay.measure()
                intents.measure()
                gauges.measure(store, desk)
            }
        )
    }

    /// What members play.
    private static func plays(
        _ store: Store,
        _ intents: Intents,
        _ works: GameWorks,
        _ stamps: Stamps
    ) -> [Endpoint] {
        DrawEndpoints(store: store, intents: intents, work: works.draws, stamps: stamps).endpoints
            + RoundEndpoints(
                store: store,
                intents: intents,
                starts: works.rounds,
                extras: works.extraFlips,
                stamps: stamps
            ).endpoints
    }

    /// What is shown of the games, and what operators do to them.
    private static func games(
        _ store: Store,
        _ desk: GamesDesk,
        _ parts: HostParts,
        exports: SideQueue
    ) -> [Endpoint] {
        let stats = StatsEndpoints(
            store: store,
            now: parts.now,
            today: desk.programmeDay,
            numbers: desk.numbers
        )
        return PageEndpoints(store: store, desk: desk, now: parts.now).endpoints
            + RulesEndpoints(store: store, desk: desk, now: parts.now).endpoints
            + FairnessEndpoints(store: store, desk: desk, queue: exports).endpoints
            + WinnerEndpoints(store: store, desk: desk).endpoints
            + OperatorEndpoints(store: store, desk: desk, stamps: Stamps(now: parts.now)).endpoints
            + PlayEndpoints(store: store).endpoints
            + ReconciliationEndpoints(store: store).endpoints
            + stats.endpoints
    }

    /// What every service with a programme, an outbox and intents offers.
    private static func common(
        _ store: Store,
        _ desk: GamesDesk,
        _ relay: Relay,
        _ intents: Intents,
        _ parts: HostParts
    ) -> [Endpoint] {
        OutboxEndpoints(store: store, relay: relay, now: parts.now).endpoints
            + IntentEndpoints(intents).endpoints
            + ProgrammeEndpoints(
                store: store,
                programme: desk.programme,
                now: parts.now,
                published: { try desk.openGames(of: $0, at: $1, $2) }
            ).endpoints
            + TraitEndpoints(store: store, now: parts.now, today: desk.programmeDay).endpoints
    }

    private static func lanes(_ neighbours: Neighbours) -> [Lane] {
        [
            Lane(to: "gateway", at: neighbours["gateway"], [.operations]),
            Lane(to: "badges", at: neighbours["badges"], [.events]),
            Lane(to: "mall", at: neighbours["mall"], [.grants]),
            Lane(to: "checkin", at: neighbours["checkin"], [.grants]),
        ]
    }
}
