import Synchronization

/// What clients have sent and been answered, and every contradiction in it.
final class Journal: Sendable {
    /// A promise that was not kept.
    enum Fault: Hashable, Sendable {
        /// An operation got another answer than before.
        case changed(key: String)
        /// An operation that was answered, or found, was not there later.
        case lost(key: String)
        /// An operation was carried out once more.
        case repeated(key: String)
        /// Of a batch some operations were there and some not.
        case torn(key: String)
        /// A balance is not the sum over what is there.
        case balance(member: String, expected: Int64, found: Int64)
        /// A statement does not list exactly what is there, each once.
        case statement(member: String)
        /// An answer that no client should get.
        case unexpected(String)
    }

    fileprivate struct Entry {
        let operation: Operation
        var settled: Settled?
        var wasCarriedOut = false
        /// Whether it was answered or found before the last restart.
        var isOld = false
    }

    fileprivate struct State {
        var entries: [String: Entry] = [:]
        var faults: [Fault] = []
    }

    private let state = Mutex(State())

    /// The faults found so far.
    var faults: [Fault] { state.withLock { $0.faults } }

    /// How many operations have a known end.
    var settledCount: Int {
        state.withLock { $0.entries.values.count { $0.settled != nil } }
    }

    /// Notes that operations are about to be sent.
    func note(sending operations: [Operation]) {
        state.withLock { state in
            for operation in operations where state.entries[operation.key] == nil {
                state.entries[operation.key] = Entry(operation: operation)
            }
        }
    }

    /// Notes the reply to an operation.
    func note(_ reply: Gateway.Reply, to key: String) {
        state.withLock { state in
            if !reply.isReplayed, let entry = state.entries[key] {
                if entry.isOld {
                    state.faults.append(.lost(key: key))
                } else if entry.wasCarriedOut {
                    state.faults.append(.repeated(key: key))
                }
                state.entries[key]?.wasCarriedOut = true
            }
            state.note(reply.settled, of: key)
        }
    }

    /// Notes what a look-up found under a key.
    func note(found settled: Settled?, under key: String) {
        state.withLock { state in
            if let settled {
                state.note(settled, of: key)
            } else if state.entries[key]?.settled != nil {
                state.faults.append(.lost(key: key))
            }
        }
    }

    /// Notes a fault.
    func note(_ fault: Fault) {
        state.withLock { $0.faults.append(fault) }
    }

    /// From now on, what is settled must be there already when it is sent again.
    func noteRestart() {
        state.withLock { state in
            for (key, entry) in state.entries where entry.settled != nil && !entry.isOld {
                state.entries[key]?.isOld = true
            }
        }
    }

    /// Whether the end of an operation is known.
    func isSettled(_ key: String) -> Bool {
        state.withLock { $0.entries[key]?.settled != nil }
    }

    /// The operations that moved points, by their members.
    var movements: [String: [Operation]] {
        state.withLock { state in
            let moved = state.entries.values.filter { $0.settled?.status == 201 }
            return Dictionary(grouping: moved.map(\.operation), by: \.member)
        }
    }
}

extension Journal.State {
    fileprivate mutating func note(_ settled: Settled, of key: String) {
        if let earlier = entries[key]?.settled, earlier != settled {
            faults.append(.changed(key: key))
        }
        entries[key]?.settled = settled
    }
}
