import Calls
import Foundation
import Intents
import Logging
import Primitives
import ServiceHost
import Storage
import TestSupport
import Wire

/// A service with make-up days and draws, without its HTTP side, before a pretended gateway.
final class Stage: Sendable {
    static let start = Instant(milliseconds: 1_772_352_000_000)
    static let migration = Migration(
        1,
        Migration.intentTables + Migration.intentsByID + MakeUps.tables + Draws.tables
    )

    let store: Store
    let intents: Intents
    let sweeper: IntentSweeper
    let clock: TestClock
    let metrics = PrometheusRegistry(common: [])
    private let caller: HTTPCaller

    init(
        _ path: String,
        gateway: PretendGateway?,
        clock: TestClock = TestClock(start),
        secret: String = "one",
        pace: SweepPace = .quick,
        longestWait: Duration = .seconds(60),
        adjusting adjust: (@escaping Charging) -> Charging = { $0 }
    ) throws {
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        store = try Store.open("sqlite:\(path)", migrations: [Self.migration], logger: silent)
        let caller = HTTPCaller(
            configuration: .init(maxConnectionsPerHost: 64, retry: RetryPolicy(attempts: 1)),
            logger: silent
        )
        self.caller = caller
        self.clock = clock
        var terms = IntentTerms()
        terms.sweep = pace
        terms.longestWait = longestWait
        intents = Intents(
            [MakeUps.kind, Draws.kind],
            in: store,
            charging: gateway.map { gateway in
                adjust(caller.charging(at: gateway.url) { "Bearer \(secret)" })
            },
            terms: terms,
            now: { clock.now },
            metrics: metrics,
            logger: silent
        )
        sweeper = IntentSweeper(intents)
    }

    /// Ends it as a process ends; what was under way stays as it is in the store.
    func close() async {
        caller.close()
        await store.close()
    }

    // MARK: What a member does

    /// A request for a make-up day.
    static func request(
        _ day: Int64,
        of member: String,
        key: String?,
        traceparent: String? = nil
    ) -> IntentRequest {
        IntentRequest(
            member: MemberID(validated: member),
            caller: "member:\(member)",
            route: "makeup",
            key: key.flatMap { IdempotencyKey($0) },
            digest: RequestDigest(operation: "makeup", body: ["day": .integer(day)]).bytes,
            requestID: "request-\(key ?? "none")",
            traceparent: traceparent
        )
    }

    /// Repairs a day.
    func makeUp(
        _ day: Int64,
        of member: String = "ann",
        key: String? = "k-1",
        within time: Duration = .seconds(120)
    ) async throws -> Reply {
        try await intents.serve(
            MakeUps.kind,
            Self.request(day, of: member, key: key),
            until: .now + time,
            reserve: MakeUps.reserve(day: day)
        )
    }

    /// Does the first step alone, as a process does that dies behind it.
    func beginMakeUp(
        _ day: Int64,
        of member: String = "ann",
        key: String? = "k-1"
    ) async throws -> Intent {
        let begun = try await intents.begin(
            MakeUps.kind,
            Self.request(day, of: member, key: key),
            until: .now + .seconds(120),
            reserve: MakeUps.reserve(day: day)
        )
        guard let intent = begun.intent else { throw NoIntent() }
        return intent
    }

    /// How many intents a run of the test clock waits for.
    func owed() throws -> Int64 { try store.read { try intents.owed($0) } }

    /// The first step was refused.
    struct NoIntent: Error {}
}

extension SweepPace {
    /// A pace that tests need not wait for.
    static var quick: SweepPace {
        var pace = SweepPace()
        pace.grace = .milliseconds(5)
        pace.pause = DoublingPause(from: .milliseconds(2), upTo: .milliseconds(20))
        pace.rest = pace.pause
        pace.scan = .milliseconds(10)
        pace.timeout = .seconds(60)
        return pace
    }
}

extension Reply {
    /// The body as JSON; `null` where it is none.
    var json: JSON {
        // Lost is why it is no JSON, which the test that expects some will show.
        (try? JSONParser.parse(body)) ?? .null
    }

    /// The slug of a problem, or nil.
    var slug: String? { json["type"]?.text.map { String($0.dropFirst("/problems/".count)) } }
}

/// Runs a test on a stage before a gateway, and ends both.
func withStage(
    balances: [String: Int64] = ["ann": 100],
    _ test: (Stage, PretendGateway) async throws -> Void
) async throws {
    try await withGateway(balances: balances) { gateway, path in
        let stage = try Stage(path, gateway: gateway)
        try await attempt {
            try await test(stage, gateway)
        } finally: {
            await stage.close()
        }
    }
}

/// Runs a test with a gateway and the path of a store.
func withGateway(
    balances: [String: Int64] = ["ann": 100],
    _ test: (PretendGateway, String) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    let gateway = try PretendGateway(at: Stage.start, balances: balances)
    defer { gateway.stop() }
    try await test(gateway, folder.file("store"))
    withExtendedLifetime(folder) {}
}
