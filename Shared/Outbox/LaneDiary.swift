import Logging
import Synchronization
import Wire

/// How the way to one neighbour fares, for operators: said in the log when it changes.
final class LaneDiary: Sendable {
    /// How it fares.
    enum Health: String, Sendable {
        /// Requests get through, or nothing was sent yet.
        case running
        /// The neighbour fails, and is tried again by and by.
        case failing
        /// The neighbour does not take this service's token.
        case stopped
    }

    private struct State {
        var health = Health.running
        var detail: String?
    }

    private let neighbour: String
    private let logger: Logger
    private let state = Mutex(State())

    init(_ neighbour: String, feed: String? = nil, _ logger: Logger) {
        self.neighbour = neighbour
        var logger = logger
        if let feed { logger[metadataKey: "feed"] = "\(feed)" }
        self.logger = logger
    }

    /// How it fares, and what was seen last when it does not fare well.
    var entry: (health: Health, detail: String?) { state.withLock { ($0.health, $0.detail) } }

    func note(_ outcomes: [RowOutcome], of rows: [OutboxRow], _ parkedAlong: Set<String>) {
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .refused(let reason): say("was refused and is parked", row, reason)
            case .unknown(let reason): say("makes the neighbour fail and is parked", row, reason)
            case .delivered, .settledByHand: break
            }
        }
        for id in parkedAlong.sorted() {
            logger.warning(
                "a message is parked with the one that it needs",
                metadata: ["neighbour": "\(neighbour)", "row": "\(id)"]
            )
        }
    }

    func note(failure: String) { move(to: .failing, failure) }

    func note(answer status: Int, _ reason: JSON) {
        let words = [reason["title"]?.text, reason["detail"]?.text].compactMap(\.self)
        let detail = (["it answers \(status)"] + words).joined(separator: ": ")
        move(to: [401, 403].contains(status) ? .stopped : .failing, detail)
    }

    func note(unsettled error: any Error) {
        logger.error(
            "what a neighbour has answered could not be stored; it will be asked again",
            metadata: ["neighbour": "\(neighbour)", "error": "\(error)"]
        )
    }

    func note(unread error: any Error) {
        logger.error(
            "what is owed cannot be read",
            metadata: ["neighbour": "\(neighbour)", "error": "\(error)"]
        )
    }

    /// Requests get through.
    func noteThrough() { move(to: .running, nil) }

    private func move(to health: Health, _ detail: String?) {
        let before = state.withLock { state in
            defer { state = State(health: health, detail: detail) }
            return state.health
        }
        guard before != health else { return }
        let metadata: Logger.Metadata = [
            "neighbour": "\(neighbour)", "detail": "\(detail ?? "none")",
        ]
        switch health {
        case .running: logger.notice("messages get through again", metadata: metadata)
        case .failing:
            logger.warning("messages do not get through; tried again", metadata: metadata)
        case .stopped:
            logger.error(
                "the neighbour does not take this service's token; nothing is sent to it",
                metadata: metadata
            )
        }
    }

    private func say(_ what: String, _ row: OutboxRow, _ reason: JSON) {
        logger.warning(
            "a message \(what)",
            metadata: [
                "neighbour": "\(neighbour)", "row": "\(row.id)",
                "reason": "\(reason["detail"]?.text ?? reason["title"]?.text ?? "none")",
            ]
        )
    }
}
