import CoreMetrics
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import Problems
import Synchronization

/// What all connections of a service share: limits, how many there are, why they were ended.
final class Connections: Sendable {
    /// Why a connection was ended by the service before its client did.
    enum End: String, CaseIterable {
        /// There were as many as there may be.
        case refused
        /// Nothing came for too long.
        case idle
        /// A head or a body took too long.
        case slow
        /// What came is no HTTP, or too large.
        case malformed
        /// An answer was not read in time.
        case unread
    }

    let limits: ConnectionLimits
    let identity = RequestIdentity()
    private let most: Int
    private let count = Atomic<Int>(0)
    private let gauge: any MeterHandler
    private let ends: [End: any CounterHandler]
    private let logger: Logger
    private let lastWarning = Mutex<ContinuousClock.Instant?>(nil)

    /// Begins with no connection.
    init(_ settings: Settings, logger: Logger, metrics: PrometheusRegistry) {
        limits = ConnectionLimits(settings)
        let wanted = settings.integer("connections-limit")
        most = min(wanted, OpenFiles.connections)
        self.logger = logger
        gauge = metrics.makeMeter(label: "jifen_http_connections", dimensions: [])
        gauge.set(Int64(0))
        ends = End.allCases.reduce(into: [:]) { ends, end in
            ends[end] = metrics.makeCounter(
                label: "jifen_http_connections_ended_total",
                dimensions: [("reason", end.rawValue)]
            )
        }
        guard most < wanted else { return }
        logger.warning(
            "fewer connections than connections-limit, as the process may open too few files",
            metadata: ["limit": "\(wanted)", "connections": "\(most)"]
        )
    }

    /// Counts the end of a connection that the service brings about.
    func note(_ end: End) {
        ends[end]?.increment(by: 1)
        logger.debug("connection ended", metadata: ["reason": "\(end.rawValue)"])
        guard end == .refused else { return }
        let now = ContinuousClock.now
        let isDue = lastWarning.withLock { last in
            if let last, now - last < .seconds(10) { return false }
            last = now
            return true
        }
        if isDue { logger.warning("too many connections", metadata: ["limit": "\(most)"]) }
    }

    /// Makes a new connection speak HTTP/1.1, under guard.
    func setup(_ channel: any Channel) -> EventLoopFuture<HTTP1Channel.Value> {
        let isAdmitted = enter(channel)
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let connection = ConnectionGuard(self, isAdmitted: isAdmitted)
            try pipeline.addHandler(connection)
            try pipeline.configureHTTPServerPipeline(
                // Hummingbird asks for the next request when it has answered the one before.
                withPipeliningAssistance: false,
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: Self.headLimits
            )
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(RequestWatch(connection))
            let value = try HTTP1Channel.Value(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
            connection.hold(value)
            return value
        }
    }

    private static var headLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = ConnectionLimits.fieldBytes
        limits.maxHeaderListSize = 32_768
        limits.maxHeaderFieldCount = 100
        return limits
    }

    /// Counts a connection until it is closed; false where there are too many.
    private func enter(_ channel: any Channel) -> Bool {
        let count = count.wrappingAdd(1, ordering: .relaxed).newValue
        gauge.set(Int64(count))
        channel.closeFuture.whenComplete { _ in
            let count = self.count.wrappingSubtract(1, ordering: .relaxed).newValue
            self.gauge.set(Int64(count))
        }
        return count <= most
    }
}
