import NIOCore

/// What one connection may take of a service's time and memory.
struct ConnectionLimits: Sendable {
    /// How long a client may still send when its last answer is out, for nobody to read.
    ///
    /// To close at once would reset the connection, and the answer might never be read.
    static let linger = TimeAmount.seconds(1)
    /// How long a silent connection stays when the service stops, for a request on its way.
    static let farewell = TimeAmount.milliseconds(100)

    /// How long a head may take to come, and the body behind it.
    let request: TimeAmount
    /// How long a connection may be silent, and an answer be left unread.
    let idle: TimeAmount
    /// How much of a body is read that nobody asks for any more, in bytes.
    let bodyBytes: Int

    init(_ settings: Settings) {
        request = .milliseconds(Int64(settings.integer("request-limit-ms")))
        idle = .milliseconds(Int64(settings.integer("idle-limit-ms")))
        bodyBytes = settings.integer("body-limit")
    }

    /// How often a connection looks at the time; it may overstay by as much.
    var pause: TimeAmount {
        .nanoseconds(max(1_000_000, min(request, idle).nanoseconds / 4))
    }
}
