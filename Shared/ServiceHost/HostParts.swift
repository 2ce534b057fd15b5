import CoreMetrics
import Logging
import Primitives
import ServiceLifecycle
import Storage

/// What a service is given to be made of.
package struct HostParts: Sendable {
    /// The service's name, which it bears among its neighbours too.
    package let service: String
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
        _ service: String,
        _ settings: Settings,
        logger: Logger,
        metrics: PrometheusRegistry,
        now: @escaping @Sendable () -> Instant
    ) {
        self.service = service
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
    /// What it does beside answering; each runs until it is told to stop, the requests' end
    /// before it, and may use the store until then.
    package let background: [any Service]
    /// Brings metrics up to date that are read from the store, before they are shown.
    package let measure: @Sendable () -> Void

    /// Hands over what was made.
    package init(
        store: Store,
        endpoints: [Endpoint],
        dueWork: DueWork = .none,
        background: [any Service] = [],
        measure: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.endpoints = endpoints
        self.dueWork = dueWork
        self.background = background
        self.measure = measure
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
