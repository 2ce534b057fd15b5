import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Runs the tasks of an event loop's connections on that event loop.
///
/// A request then goes from the socket through its handler and back on one thread, and the only
/// hop that a write pays for is the one to the store's writer and back. What comes at once, such
/// as the answers of a commit, wakes the event loop once.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop
    private let jobs = Mutex<[UnownedJob]>([])

    init(loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = jobs.withLock { jobs in
            jobs.append(job)
            return jobs.count == 1
        }
        if isFirst { loop.execute { [self] in run() } }
    }

    /// Runs what has come; what comes meanwhile has its turn after the event loop's other work.
    private func run() {
        let waiting = jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
        for job in waiting { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// The executors of the event loops, made when they are first asked for.
final class LoopExecutors: Sendable {
    private let executors = Mutex<[ObjectIdentifier: LoopExecutor]>([:])

    /// The executor of an event loop.
    func executor(of loop: any EventLoop) -> LoopExecutor {
        executors.withLock { executors in
            if let known = executors[ObjectIdentifier(loop)] { return known }
            let executor = LoopExecutor(loop: loop)
            executors[ObjectIdentifier(loop)] = executor
            return executor
        }
    }
}

/// Hummingbird's HTTP/1.1 connection, under guard, with its task bound to its event loop.
struct LoopBoundChannel: ServerChildChannel {
    let http: HTTP1Channel
    let connections: Connections
    let executors = LoopExecutors()

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        connections.setup(channel)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        let executor = executors.executor(of: value.channel.eventLoop)
        await withTaskExecutorPreference(executor) {
            await http.handle(value: value, logger: logger)
        }
    }
}
