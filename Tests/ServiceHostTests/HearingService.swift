import Access
import Primitives
import ServiceHost
import Storage
import TestSupport
import Wire

/// A small service that hears traits, and tells what it has heard.
enum HearingService {
    static let blueprint = Blueprint(
        name: "hearing",
        version: "1.0.0",
        summary: "a service for tests",
        port: 8997,
        openAPI: [],
        assemble: { parts in
            let store = try Store.open(
                parts.settings.text("store"),
                migrations: [Migration(1, [Migration.traitTable])],
                configuration: parts.store,
                logger: parts.logger
            )
            let hearing = TraitEndpoints(store: store, now: parts.now) { now, _ in
                Zone.utc.day(of: now)
            }
            return Assembly(store: store, endpoints: hearing.endpoints + [telling(store)])
        }
    )

    private static func telling(_ store: Store) -> Endpoint {
        Endpoint(
            .get,
            "/v1/members/{member}/traits",
            for: .roles([.member, .service])
        ) { exchange in
            let member = try exchange.member()
            let caller = try exchange.caller
            let traits = try store.read { try $0.traits(of: member) }
            return .json { writer in
                if let level = traits.level(of: member, asTold: caller) {
                    writer.member("level", level)
                }
                if let growth = traits.growth { writer.member("growth", growth) }
                writer.member("tags", traits.tags.sorted().joined(separator: " "))
                writer.member("registeredOn", ifPresent: traits.registeredOn?.description)
                if !traits.badges.isEmpty {
                    writer.member("badges", traits.badges.sorted().joined(separator: " "))
                }
                let birthday = traits.birthday
                let months = [Int64(2026), 2027].map { birthday.date(inYear: $0)?.month ?? 0 }
                writer.member("months", months.map { "\($0)" }.joined(separator: " "))
            }
        }
    }

    /// Runs a test with the service, its clock standing in 2026.
    static func serving(
        _ test: (RunningService, TestKeys) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        try await withRunning(blueprint, in: folder, now: { Diary.start }, test)
    }
}
