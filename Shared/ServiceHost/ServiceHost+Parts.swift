import Access
import CoreMetrics
import Logging
import Storage

extension Edge {
    /// What the settings make of it.
    ///
    /// - Throws: `SettingFault` or `KeyFault`.
    init(_ settings: Settings, logger: Logger, metrics: PrometheusRegistry) async throws {
        guard !settings.text("keys").isEmpty else {
            throw SettingFault("the setting keys is missing: the file of the keys to trust")
        }
        let file = try KeyFile(path: settings.text("keys"))
        self.init(
            verifier: try await TokenVerifier(file, now: SystemClock.now),
            limits: Limits(settings),
            logger: logger,
            metrics: metrics
        )
    }
}

extension Edge.Limits {
    /// The limits that the settings set.
    init(_ settings: Settings) {
        bodyBytes = settings.integer("body-limit")
        request = .milliseconds(settings.integer("request-limit-ms"))
        memberRate = RateLimiter(settings, role: "member")
        serviceRate = RateLimiter(settings, role: "service")
        origins = Set(settings.text("cors-origins").split(separator: ",").map(String.init))
    }
}

extension RateLimiter {
    /// The limit that the settings set for a role, or nil where they set none.
    fileprivate convenience init?(_ settings: Settings, role: String) {
        guard settings.integer("\(role)-rate") > 0 else { return nil }
        self.init(
            perSecond: settings.integer("\(role)-rate"),
            burst: settings.integer("\(role)-burst")
        )
    }
}

extension StoreObserver {
    /// Counts what the store does.
    static func counting(
        in metrics: PrometheusRegistry,
        failed: @escaping @Sendable (String) -> Void
    ) -> StoreObserver {
        let duration = metrics.makeTimer(
            label: "jifen_store_commit_duration_seconds",
            dimensions: []
        )
        let commands = metrics.makeRecorder(
            label: "jifen_store_commands_per_commit",
            dimensions: [],
            aggregate: true
        )
        return StoreObserver(
            committed: { count, elapsed in
                duration.recordNanoseconds(elapsed.nanoseconds)
                commands.record(Int64(count))
            },
            failed: failed
        )
    }
}
