import HummingbirdCore
import Logging
import NIOCore

/// Runs a connection's task on the connection's own event loop.
///
/// A request then goes from the socket through its handler and back on one thread, and the only
/// hop that a write pays for is the one to the store's writer and back.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// Hummingbird's HTTP/1.1 connection, under guard, with its task bound to its event loop.
struct LoopBoundChannel: ServerChildChannel {
    let http: HTTP1Channel
    let connections: Connections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        connections.setup(channel)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopExecutor(loop: value.channel.eventLoop)) {
            await http.handle(value: value, logger: logger)
        }
    }
}
