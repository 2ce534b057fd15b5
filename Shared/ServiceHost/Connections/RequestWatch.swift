import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Problems

/// Tells a connection's guard how far requests and answers have come.
///
/// It says `Connection: close` in a last answer, lets a client go on that waits for leave to send
/// its body, and makes a problem of what is no HTTP.
final class RequestWatch: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let connection: ConnectionGuard
    /// The request whose body is still to come.
    private var unfinished: HTTPRequest?
    private var isAsked = false
    private var bodyBytes = 0
    private var isLastAnswer = false
    private var fault: Problem?
    /// Whether an answer will come for what never became a request.
    private var willExplain = false

    init(_ connection: ConnectionGuard) {
        self.connection = connection
    }

    private var largestBody: Int { connection.connections.limits.bodyBytes }

    /// Whether more of the body is to come than will be read.
    private var isTooLarge: Bool {
        guard let unfinished else { return false }
        return max(bodyBytes, unfinished.announcedLength ?? 0) > largestBody
    }
}

// MARK: Requests

extension RequestWatch {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !connection.progress.isLeaving else { return }
        switch unwrapInboundIn(data) {
        case .head(var request):
            request.spellClose()
            unfinished = request
            isAsked = false
            bodyBytes = 0
            connection.progress.beganRequest()
            return context.fireChannelRead(wrapInboundOut(.head(request)))
        case .body(let part):
            bodyBytes += part.readableBytes
            // It is answered already; this much is read so that the connection can go on.
            if connection.progress.owed == 0, isTooLarge { return connection.leave() }
        case .end:
            let switches = unfinished?.asksForOtherProtocol ?? false
            unfinished = nil
            connection.progress.endedRequest()
            if switches { return end(context, data) }
        }
        context.fireChannelRead(data)
    }

    /// Ends a request behind which the decoder reads no further, since it might be another
    /// protocol: its answer is the last (RFC 9110, section 7.8, lets a server stay with HTTP/1.1).
    private func end(_ context: ChannelHandlerContext, _ data: NIOAny) {
        connection.progress.stopReading()
        context.fireChannelRead(data)
        if connection.progress.owed == 0 { connection.leave() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if unfinished != nil { letGoOn(context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, !connection.progress.isDeaf {
            fault = problem(of: error)
            willExplain = unfinished == nil
            connection.progress.stopReading()
            connection.connections.note(.malformed)
        }
        context.fireErrorCaught(error)
    }

    private func problem(of error: HTTPParserError) -> Problem {
        guard error == .headerOverflow else {
            return Problem(.invalidRequest, "what was sent is not HTTP/1.1, or ends too early")
        }
        return Problem(connection.hasLine ? .headersTooLarge : .addressTooLong)
    }

    /// Sends what a client waits for before it sends its body (RFC 9110, section 10.1.1).
    private func letGoOn(_ context: ChannelHandlerContext) {
        guard !isAsked, connection.progress.owed == 1, !connection.progress.isLeaving,
            let unfinished
        else { return }
        isAsked = true
        guard bodyBytes == 0, unfinished.headerFields[.expect]?.lowercased() == "100-continue",
            !isTooLarge
        else { return }
        context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponse(status: .continue))),
            promise: nil
        )
    }
}

// MARK: Answers

extension RequestWatch {
    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard !connection.progress.isLeaving else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let response):
            write(context, response, data, promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            connection.progress.endedAnswer(at: NIODeadline.now)
            guard !isLastAnswer else {
                context.writeAndFlush(data, promise: promise)
                return connection.leave()
            }
            context.write(data, promise: promise)
            if unfinished != nil { letGoOn(context) }
        }
    }

    private func write(
        _ context: ChannelHandlerContext,
        _ response: HTTPResponse,
        _ data: NIOAny,
        _ promise: EventLoopPromise<Void>?
    ) {
        guard connection.progress.owed > 0 else { return explain(context, promise) }
        let progress = connection.progress
        let isCutShort = progress.reading == .noMore && !willExplain
        isLastAnswer = progress.owed == 1 && (progress.isStopping || isCutShort || isTooLarge)
        guard isLastAnswer else { return context.write(data, promise: promise) }
        var response = response
        response.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(response)), promise: promise)
    }

    /// Answers what never became a request, for which Hummingbird has a bare status only.
    private func explain(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let problem = fault ?? Problem(.invalidRequest)
        let instance = connection.connections.identity.id(given: nil)
        let body = problem.bytes(instance: instance)
        let head = HTTPResponse(
            status: .init(code: problem.slug.status),
            headerFields: problem.lastHeaders(instance: instance, length: body.count)
        )
        isLastAnswer = true
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: promise)
    }
}

extension HTTPRequest {
    /// Whether the client would speak another protocol from here on.
    fileprivate var asksForOtherProtocol: Bool {
        method == .connect || headerFields[.upgrade] != nil
    }

    /// Writes `close` as it is understood further on, however the client has spelled it.
    fileprivate mutating func spellClose() {
        guard let field = headerFields[.connection], field != "close" else { return }
        let options = field.lowercased().split(separator: ",")
        if options.contains(where: { $0.trimmingPrefix(" ").hasPrefix("close") }) {
            headerFields[.connection] = "close"
        }
    }

    /// How long the body is by its head; nil where it comes in chunks.
    fileprivate var announcedLength: Int? {
        headerFields[.contentLength].flatMap { Int($0) }
    }
}
