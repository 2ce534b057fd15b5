import CCurl
import Glibc
import Logging

/// The one loop that moves the bytes of all calls; made, run and freed on its own thread.
final class MultiLoop {
    /// What the loop needs to know of the caller's configuration.
    struct Limits: Sendable {
        let connectionsPerHost: Int
        let connectionAgeSeconds: Int
        let answerBytes: Int
    }

    /// How many handles are kept for the next calls.
    private static let keptHandles = 64
    /// The longest wait without mail; a bound, not a rhythm: mail and time-outs end it sooner.
    private static let longestWaitMs: Int32 = 1_000

    private let multi: UnsafeMutableRawPointer
    private let inbox: Inbox
    private let limits: Limits
    private let logger: Logger
    private var running: [ObjectIdentifier: Transfer] = [:]
    private var kept: [EasyHandle] = []
    /// No running attempt is over before this; nil where none has been looked at.
    private var nextDeadline: ContinuousClock.Instant?

    /// Makes the loop, or nil where libcurl has no memory for it.
    init?(inbox: Inbox, limits: Limits, logger: Logger) {
        guard let multi = curl_multi_init() else { return nil }
        self.multi = multi
        self.inbox = inbox
        self.limits = limits
        self.logger = logger
        _ = ccurl_multi_set_max_connections_per_host(multi, limits.connectionsPerHost)
        // Unless told, libcurl keeps four connections for each call under way, so a quiet moment
        // would close most of them.
        _ = ccurl_multi_set_max_kept_connections(multi, limits.connectionsPerHost * 32)
        inbox.attach(Wakeup(multi))
    }

    deinit {
        inbox.detach()
        kept = []
        _ = curl_multi_cleanup(multi)
    }

    /// Sends and receives until the inbox is closed, then settles all that is outstanding.
    func run() {
        while true {
            let mail = inbox.take()
            guard !mail.isLast else { return endAll(mail.arrived) }
            for attempt in mail.arrived { start(attempt) }
            for attempt in mail.abandoned { drop(attempt) }
            var count: Int32 = 0
            bear(curl_multi_perform(multi, &count))
            finishDone()
            endOverdue()
            bear(curl_multi_poll(multi, nil, 0, waitMs, nil))
        }
    }

    private func start(_ attempt: Attempt) {
        // Cancelled on its way here.
        guard !attempt.outcome.isSettled else { return }
        guard attempt.timeLeft > .zero else { return attempt.outcome.settle(.failure(.timedOut)) }
        guard let easy = kept.popLast() ?? EasyHandle() else {
            return attempt.outcome.settle(.failure(.unreachable("no memory")))
        }
        let transfer = Transfer(attempt, on: easy, maxAnswerBytes: limits.answerBytes)
        running[ObjectIdentifier(attempt)] = transfer
        nextDeadline = min(nextDeadline ?? attempt.deadline, attempt.deadline)
        let fault = easy.prepare(connectionAgeSeconds: limits.connectionAgeSeconds)
        if let fault = fault ?? transfer.prepare() {
            return end(transfer, with: .failure(.unreachable(easy.reason(fault))))
        }
        let code = curl_multi_add_handle(multi, easy.pointer)
        guard code == CURLM_OK else {
            let reason = String(cString: curl_multi_strerror(code))
            return end(transfer, with: .failure(.unreachable(reason)))
        }
    }

    private func drop(_ attempt: Attempt) {
        guard let transfer = running[ObjectIdentifier(attempt)] else { return }
        end(transfer, with: .failure(.cancelled))
    }

    private func finishDone() {
        var count: Int32 = 0
        while let message = curl_multi_info_read(multi, &count)?.pointee {
            var owner: UnsafeMutableRawPointer?
            guard message.msg == CURLMSG_DONE,
                ccurl_get_owner(message.easy_handle, &owner) == CURLE_OK, let owner
            else { continue }
            let transfer = Transfer.at(owner)
            end(transfer, with: transfer.outcome(of: message.data.result))
        }
    }

    /// Ends what is past its time: libcurl 7.88 does so for all calls but those that wait for a
    /// connection, which it looks at only when one is free.
    private func endOverdue() {
        let now = ContinuousClock.now
        guard let nextDeadline, nextDeadline <= now else { return }
        for transfer in Array(running.values) where transfer.attempt.deadline <= now {
            end(transfer, with: .failure(.timedOut))
        }
        self.nextDeadline = running.values.map(\.attempt.deadline).min()
    }

    /// How long to wait for something to happen, in milliseconds.
    private var waitMs: Int32 {
        guard let nextDeadline else { return Self.longestWaitMs }
        let left = ContinuousClock.now.duration(to: nextDeadline).wholeMilliseconds + 1
        return min(Self.longestWaitMs, Int32(clamping: max(0, left)))
    }

    private func endAll(_ arrived: [Attempt]) {
        for attempt in arrived { attempt.outcome.settle(.failure(.closed)) }
        for transfer in Array(running.values) { end(transfer, with: .failure(.closed)) }
    }

    /// Takes the transfer out of libcurl, which closes its connection unless the answer is whole.
    private func end(_ transfer: Transfer, with outcome: Outcome) {
        _ = curl_multi_remove_handle(multi, transfer.easy.pointer)
        transfer.easy.reset()
        if kept.count < Self.keptHandles { kept.append(transfer.easy) }
        running[ObjectIdentifier(transfer.attempt)] = nil
        transfer.attempt.outcome.settle(outcome)
    }

    /// Notes a failure of the loop itself, which must not make it spin.
    private func bear(_ code: CURLMcode) {
        guard code != CURLM_OK else { return }
        logger.error("the HTTP loop failed: \(String(cString: curl_multi_strerror(code)))")
        usleep(10_000)
    }
}
