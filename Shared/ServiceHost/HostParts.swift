import CoreMetrics
import Logging
import Primitives
import Storage

/// What a service is given to be made of.
package struct HostParts: Sendable {
    /// The service's settings.
    package let settings: Settings
    /// Its log.
    package let logger: Logger
    /// Its metrics.
    package let metrics: PrometheusRegistry
    /// The clock of its business: the system's, or under `--test-clock` the one that calls set.
    package internal(set) var now: @Sendable () -> Instant
    /// How its store behaves.
    package var store: Store.Configuration

    init(
        _ settings: Settings,
        logger: Logger,
        metrics: PrometheusRegistry,
        now: @escaping @Sendable () -> Instant
    ) {
        self.settings = settings
        self.logger = logger
        self.metrics = metrics
        self.now = now
        store = Store.Configuration()
        store.largestQueue = settings.integer("queue-limit")
    }
}

/// What a service has made of its parts.
package struct Assembly: Sendable {
    /// Its store, which the host closes at the end.
    package let store: Store
    /// What it offers, beside what every service has.
    package let endpoints: [Endpoint]
    /// What it has to do when its time comes.
    package let dueWork: DueWork

    /// Hands over what was made.
    package init(store: Store, endpoints: [Endpoint], dueWork: DueWork = .none) {
        self.store = store
        self.endpoints = endpoints
        self.dueWork = dueWork
    }
}

/// A service as the host knows it.
package struct Blueprint: Sendable {
    /// Its name, in lower case.
    package let name: String
    /// Its version.
    package let version: String
    /// What it is for, in a line.
    package let summary: String
    /// The port on which it usually listens.
    package let port: Int
    /// The settings that it has beside those of every service.
    package let settings: [Setting]
    /// Its description, OpenAPI 3.1 in YAML.
    package let openAPI: [UInt8]
    /// Makes it of its parts.
    package let assemble: @Sendable (HostParts) throws -> Assembly

    /// Describes a service.
    package init(
        name: String,
        version: String,
        summary: String,
        port: Int,
        settings: [Setting] = [],
        openAPI: [UInt8],
        assemble: @escaping @Sendable (HostParts) throws -> Assembly
    ) {
        self.name = name
        self.version = version
        self.summary = summary
        self.port = port
        self.settings = settings
        self.openAPI = openAPI
        self.assemble = assemble
    }

    /// All settings that it has.
    package var allSettings: [Setting] {
        HostSettings.all(service: name, port: port) + settings
    }
}
