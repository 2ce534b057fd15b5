import Dispatch
import Foundation
import Synchronization

/// The one thread that writes: gathers waiting commands into groups and commits each once.
final class GroupWriter: Sendable {
    /// The largest number of operations in a group; one command is never split.
    static let largestGroup = 512
    /// How long a group may work before it is committed.
    static let longestWork = Duration.milliseconds(10)

    private struct State {
        var queue: [AnyPendingWrite] = []
        /// How many operations the queue's commands count for.
        var weight = 0
        var isIdle = false
        var isClosed = false
        var failure: String?
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let group: CommitGroup
    private let configuration: Store.Configuration
    private let condition: StoreCondition

    /// How many commands wait.
    var depth: Int { state.withLock { $0.queue.count } }

    init(
        connection: SQLiteConnection,
        log: WriteAheadLog,
        configuration: Store.Configuration,
        condition: StoreCondition
    ) {
        self.configuration = configuration
        self.condition = condition
        group = CommitGroup(
            connection: connection,
            log: log,
            configuration: configuration,
            condition: condition
        )
        let thread = Thread { [self] in
            while let commands = next() { work(commands) }
            ended.signal()
        }
        thread.name = "store-writer"
        thread.start()
    }

    /// Hands over a command, which will be answered exactly once.
    func enqueue(_ command: AnyPendingWrite) {
        var refusal: StorageError?
        var mustWake = false
        state.withLock { state in
            if let failure = state.failure {
                refusal = .damaged(failure)
            } else if state.isClosed {
                refusal = .closed
            } else if state.weight >= configuration.largestQueue {
                refusal = .overloaded
            } else {
                state.queue.append(command)
                state.weight += command.weight
                mustWake = state.isIdle
                state.isIdle = false
            }
        }
        if let refusal { command.fail(refusal) }
        if mustWake { wake.signal() }
    }

    /// Takes no further command, and returns when all that were taken are answered.
    func close() {
        let mustWake = state.withLock { state in
            defer { state.isIdle = false }
            state.isClosed = true
            return state.isIdle
        }
        if mustWake { wake.signal() }
        ended.wait()
        ended.signal()
    }

    /// The next commands to run, or nil when the writer is closed and has nothing left to do.
    private func next() -> [AnyPendingWrite]? {
        while true {
            let (commands, isOver) = state.withLock { state -> ([AnyPendingWrite], Bool) in
                let taken = takeGroup(from: &state.queue)
                state.weight -= taken.reduce(0) { $0 + $1.weight }
                state.isIdle = taken.isEmpty && !state.isClosed
                return (taken, taken.isEmpty && state.isClosed)
            }
            if isOver { return nil }
            if !commands.isEmpty { return commands }
            wake.wait()
        }
    }

    private func takeGroup(from queue: inout [AnyPendingWrite]) -> [AnyPendingWrite] {
        var weight = 0
        let count = queue.prefix { command in
            defer { weight += command.weight }
            return weight == 0 || weight + command.weight <= Self.largestGroup
        }.count
        let taken = Array(queue.prefix(count))
        queue.removeFirst(count)
        return taken
    }

    private func work(_ commands: [AnyPendingWrite]) {
        let outcome = group.settle(commands)
        state.withLock { state in
            state.queue.insert(contentsOf: outcome.left, at: 0)
            state.weight += outcome.left.reduce(0) { $0 + $1.weight }
            state.failure = state.failure ?? outcome.failure
        }
        guard let failure = outcome.failure else { return }
        let waiting = state.withLock { state in
            defer { state.queue = [] }
            return state.queue
        }
        for command in waiting { command.fail(StorageError.damaged(failure)) }
        condition.failed(failure)
        configuration.observer.failed(failure)
    }
}
