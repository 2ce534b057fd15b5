import CCurl
import Glibc
import Logging

/// The thread of a `MultiLoop`.
struct LoopThread: Sendable {
    private let id: pthread_t

    /// Starts the thread, or is nil where the system gives none; `join` must follow, once.
    init?(inbox: Inbox, limits: MultiLoop.Limits, logger: Logger) {
        let start = Unmanaged.passRetained(Start(inbox: inbox, limits: limits, logger: logger))
        var id = pthread_t()
        let code = pthread_create(&id, nil, runLoop, start.toOpaque())
        guard code == 0 else {
            start.release()
            return nil
        }
        self.id = id
    }

    /// Waits until the thread has ended; once only, after the inbox was closed.
    func join() {
        pthread_join(id, nil)
    }
}

/// What the thread is given.
private final class Start: Sendable {
    let inbox: Inbox
    let limits: MultiLoop.Limits
    let logger: Logger

    init(inbox: Inbox, limits: MultiLoop.Limits, logger: Logger) {
        self.inbox = inbox
        self.limits = limits
        self.logger = logger
    }
}

/// libcurl's own set-up, done once in the process by whichever thread comes first.
private let isCurlReady = ccurl_global_init() == CURLE_OK

private let runLoop: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let argument = $0 else { return nil }
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    blockSignals()
    let loop =
        isCurlReady
        ? MultiLoop(inbox: start.inbox, limits: start.limits, logger: start.logger) : nil
    if let loop {
        loop.run()
    } else {
        start.logger.critical("libcurl could not be set up; no neighbour can be called")
        start.inbox.close()
        for attempt in start.inbox.take().arrived { attempt.outcome.settle(.failure(.closed)) }
    }
    return nil
}

/// Leaves signals to the other threads; a TLS connection that died would else raise SIGPIPE.
private func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
}
