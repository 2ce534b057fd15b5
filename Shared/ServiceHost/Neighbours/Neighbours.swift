import Access
import Calls
import CoreMetrics

/// The services that a service calls, as its settings name them.
package struct Neighbours: Sendable {
    /// How many calls to a neighbour are under way at once.
    ///
    /// Each waits there for a commit, which serves all that have come by then: with few, members
    /// who pay wait for one another.
    private static let connections = 64

    private let known: [String: Neighbour]

    /// Makes the neighbours whose addresses are set.
    ///
    /// - Parameters:
    ///   - names: The services that may be called; each has its setting `…-url`.
    ///   - parts: Settings, log and metrics of the service that calls.
    /// - Throws: `SettingFault` or `KeyFault` where one is set and the calls cannot be signed.
    package init(_ names: [String], _ parts: HostParts) throws {
        let addresses = names.map { ($0, parts.settings.text("\($0)-url")) }
            .filter { !$0.1.isEmpty }
        guard !addresses.isEmpty else {
            known = [:]
            return
        }
        let tokens = try Self.tokens(parts)
        // Each neighbour's connections and queue are its own: one that hangs stops no other.
        known = try addresses.reduce(into: [:]) { known, entry in
            let (name, url) = entry
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                throw SettingFault("the setting \(name)-url is \"\(url)\" but must be an address")
            }
            known[name] = Neighbour(
                name,
                at: url,
                through: HTTPCaller(
                    configuration: .init(maxConnectionsPerHost: Self.connections),
                    logger: parts.logger
                ),
                as: tokens.credentials,
                observe: Self.observer(of: name, parts.metrics)
            )
        }
    }

    /// A neighbour, or nil where its address is not set.
    package subscript(name: String) -> Neighbour? { known[name] }

    private static func tokens(_ parts: HostParts) throws -> ServiceTokens {
        let path = parts.settings.text("service-key")
        guard !path.isEmpty else {
            throw SettingFault(
                "the setting service-key is missing: the file of the secret that signs calls"
            )
        }
        let keyID = parts.settings.text("service-key-id")
        return try ServiceTokens(
            for: parts.service,
            keyID: keyID.isEmpty ? parts.service : keyID,
            path: path,
            now: SystemClock.now
        )
    }

    private static func observer(
        of name: String,
        _ metrics: PrometheusRegistry
    ) -> @Sendable (String, Duration) -> Void {
        let duration = metrics.makeTimer(
            label: "jifen_calls_duration_seconds",
            dimensions: [("neighbour", name)]
        )
        let calls = CounterFamily<String>(metrics) { outcome in
            ("jifen_calls_total", [("neighbour", name), ("outcome", outcome)])
        }
        return { outcome, elapsed in
            calls.count(outcome)
            if elapsed > .zero { duration.recordNanoseconds(elapsed.nanoseconds) }
        }
    }
}
