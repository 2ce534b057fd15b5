import Logging
import Synchronization

/// Says in the log how the store fares: once for each change, not once for each request.
final class StoreCondition: Sendable {
    private struct State {
        var isFull = false
        var isFoldHeld = false
        /// What reads have met, each kind said once.
        var readFaults: Set<String> = []
    }

    private let logger: Logger
    private let state = Mutex(State())
    /// The same as in the state, for the usual commit, which changes nothing.
    private let isFull = Atomic<Bool>(false)

    init(logger: Logger) {
        self.logger = logger
    }

    /// A group found no room on the disk.
    func metFullDisk() {
        isFull.store(true, ordering: .relaxed)
        guard state.withLock({ change(&$0.isFull, to: true) }) else { return }
        logger.error("the disk is full: writes are refused until there is room, reads go on")
    }

    /// A group was committed.
    func committed() {
        guard isFull.load(ordering: .relaxed) else { return }
        isFull.store(false, ordering: .relaxed)
        guard state.withLock({ change(&$0.isFull, to: false) }) else { return }
        logger.notice("there is room on the disk again: writes go on")
    }

    /// The write-ahead log was to be folded into the file.
    func folded(hadRoom: Bool) {
        guard state.withLock({ change(&$0.isFoldHeld, to: !hadRoom) }) else { return }
        if hadRoom {
            logger.notice("the write-ahead log is folded into the store again")
        } else {
            logger.error("the disk is full: the write-ahead log is not folded and grows")
        }
    }

    /// The store cannot go on.
    func failed(_ reason: String) {
        logger.critical(
            "the store cannot go on, and the service ends; what is on disk is read at its start",
            metadata: ["reason": "\(reason)"]
        )
    }

    /// A read met a fault of the disk or of the file; it has changed nothing, so others go on.
    func readMet(_ error: StorageError) {
        let isNew = state.withLock { state in
            state.readFaults.count < 16 && state.readFaults.insert("\(error)").inserted
        }
        guard isNew else { return }
        logger.error(
            "a read could not be done; such reads are refused, all others go on",
            metadata: ["reason": "\(error)"]
        )
    }

    private func change(_ flag: inout Bool, to value: Bool) -> Bool {
        defer { flag = value }
        return flag != value
    }
}
