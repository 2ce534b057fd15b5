import HummingbirdCore
import NIOCore
import Problems

/// Ends a connection whose client takes too long, or sends what nobody will read.
///
/// It stands next to the socket and looks at the time with one timer for the connection, never one
/// for a request. `RequestWatch`, behind the decoder, tells it how far the requests have come.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    let connections: Connections
    /// How far the connection has come.
    var progress: ConnectionProgress
    /// Whether the line of method and address has ended within what an address may take.
    private(set) var hasLine = false

    private let isAdmitted: Bool
    private var context: ChannelHandlerContext?
    private var value: HTTP1Channel.Value?
    private var isInputClosed = false
    private var isOver = false
    private var timer: Scheduled<Void>?
    private var lineBytes = 0

    init(_ connections: Connections, isAdmitted: Bool) {
        self.connections = connections
        self.isAdmitted = isAdmitted
        progress = ConnectionProgress(connections.limits, since: .now())
    }

    /// Keeps what reads and answers the requests until the connection has ended.
    ///
    /// A server that stops drops a connection that comes in the same instant, and NIO ends the
    /// whole process where this is released before its channel is closed.
    func hold(_ value: HTTP1Channel.Value) {
        self.value = value
    }

    /// Waits until all answers are out and the client has ended, but not for long, and closes.
    func leave() {
        guard !progress.isLeaving, let context else { return }
        progress.leave(at: .now())
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { [weak self] _ in self?.hasSentAll() }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: sent)
        context.read()
    }
}

// MARK: What the channel says

extension ConnectionGuard {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
        value = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        look(at: .now() + connections.limits.pause)
        context.fireChannelActive()
        guard !isAdmitted else { return }
        connections.note(.refused)
        answer(Problem(.unavailable, "there are too many connections", retryAfterSeconds: 1))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !progress.isDeaf else { return }
        if progress.reading != .body { findLine(in: unwrapInboundIn(data).readableBytesView) }
        progress.beganReading()
        context.fireChannelRead(data)
        progress.endedReading(at: NIODeadline.now)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if progress.isLeaving { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        progress.unreadSince = context.channel.isWritable ? nil : .now()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: stop()
        case let event as ChannelEvent where event == .inputClosed: isInputClosed = true
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Closes, but not over an answer that is still on its way.
    func close(
        context: ChannelHandlerContext,
        mode: CloseMode,
        promise: EventLoopPromise<Void>?
    ) {
        switch mode {
        case .output:
            leave()
            promise?.succeed()
        case .all where progress.isLeaving && !isOver:
            context.channel.closeFuture.cascade(to: promise)
            after(ConnectionLimits.linger) { $0.end() }
        case .input where progress.isLeaving:
            end()
            promise?.succeed()
        default: context.close(mode: mode, promise: promise)
        }
    }
}

// MARK: The time and the line

extension ConnectionGuard {
    private func findLine(in bytes: ByteBufferView) {
        if progress.reading == .nothing { (hasLine, lineBytes) = (false, 0) }
        guard !hasLine else { return }
        let end = bytes.firstIndex(of: 0x0A).map { $0 - bytes.startIndex }
        hasLine = end.map { lineBytes + $0 <= ConnectionLimits.lineBytes } ?? false
        lineBytes += bytes.count
    }

    private func look(at time: NIODeadline) {
        guard !isOver else { return }
        timer = context?.eventLoop.assumeIsolated()
            .scheduleTask(deadline: time) { [weak self] in self?.look() }
    }

    private func look() {
        let now = NIODeadline.now()
        let next = now + connections.limits.pause
        guard let deadline = progress.deadline else { return look(at: next) }
        if deadline <= now { runOut(at: now) }
        look(at: deadline > now ? min(deadline, next) : next)
    }

    private func runOut(at now: NIODeadline) {
        switch progress.runOut(at: now) {
        case .end(let reason):
            connections.note(reason)
            end()
        case .answer(let problem):
            connections.note(.slow)
            answer(problem)
        case .fail(let problem):
            connections.note(.slow)
            context?.fireErrorCaught(problem)
        case .leave:
            connections.note(.slow)
            leave()
        case nil: break
        }
    }

    private func after(
        _ time: TimeAmount,
        _ action: @escaping (ConnectionGuard) -> Void
    ) {
        context?.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            if let self { action(self) }
        }
    }
}

// MARK: The end

extension ConnectionGuard {
    /// Lets a request on its way come, and closes behind the last answer.
    private func stop() {
        progress.isStopping = true
        guard progress.owed == 0, !progress.isLeaving else { return }
        if progress.reading == .body { return leave() }
        after(ConnectionLimits.farewell) { connection in
            let progress = connection.progress
            guard progress.owed == 0, !progress.isLeaving else { return }
            if connection.hasUnsent { connection.leave() } else { connection.end() }
        }
    }

    /// Whether a part of an answer is not with the system yet.
    private var hasUnsent: Bool {
        // Lost is that the channel is closed, which leaves nothing to be sent.
        let bytes = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return bytes ?? 0 > 0
    }

    /// Answers where there is no request to be answered, and closes.
    private func answer(_ problem: Problem) {
        let text = problem.answer(instance: connections.identity.id(given: nil))
        context?.write(wrapOutboundOut(.byteBuffer(ByteBuffer(string: text))), promise: nil)
        leave()
    }

    private func hasSentAll() {
        guard !isOver, !isInputClosed else { return end() }
        context?.close(mode: .output, promise: nil)
        after(ConnectionLimits.linger) { $0.end() }
    }

    private func end() {
        isOver = true
        progress.leave(at: .now())
        timer?.cancel()
        context?.close(mode: .all, promise: nil)
    }
}
