import GRDBSQLite

/// Runs a group of commands in one transaction, each isolated from the others, on the writer's
/// thread.
final class CommitGroup: Sendable {
    /// What came of a group.
    struct Outcome {
        /// Commands that did not fit into the time of one group, in order.
        var left: [AnyPendingWrite] = []
        /// Why the store cannot go on, or nil.
        var failure: String?
    }

    private let connection: SQLiteConnection
    private let configuration: Store.Configuration
    private let condition: StoreCondition
    private let log: WriteAheadLog

    init(
        connection: SQLiteConnection,
        log: WriteAheadLog,
        configuration: Store.Configuration,
        condition: StoreCondition
    ) {
        self.connection = connection
        self.log = log
        self.configuration = configuration
        self.condition = condition
    }

    /// Runs commands, commits them and answers them; a command that fails undoes only itself.
    ///
    /// It may have failed because of what others before it did, so it is answered behind them.
    func settle(_ commands: [AnyPendingWrite]) -> Outcome {
        var remaining = commands
        var undone: [AnyPendingWrite] = []
        var outcome = Outcome()
        do {
            while true {
                let ran = try run(remaining)
                outcome.left = Array(remaining.dropFirst(ran.count))
                guard let culprit = ran.culprit else { break }
                // What it had written is undone with the whole group, and the others run again.
                try connection.run("ROLLBACK", []) { _ in true }
                undone.append(remaining.remove(at: culprit))
            }
        } catch {
            rollBack()
            return fail(undone + remaining, error)
        }
        return commit(remaining.dropLast(outcome.left.count), undone, outcome)
    }

    /// Runs commands until one has failed after it had written, or the group's time is over.
    private func run(_ commands: [AnyPendingWrite]) throws -> (count: Int, culprit: Int?) {
        try connection.begin()
        let memory = GroupMemory()
        let transaction = Transaction(connection: connection, memory: memory)
        let start = ContinuousClock.now
        let changesAtStart = connection.changeCount
        var count = 0
        for command in commands {
            let now = ContinuousClock.now
            if count > 0, now - start > GroupWriter.longestWork { break }
            let (changes, marks) = (connection.changeCount, memory.marks)
            do {
                if let deadline = command.deadline, now > deadline {
                    throw StorageError.timeIsOver
                }
                try command.run(transaction)
                // A body may have gone on after its transaction was undone.
                if let undone = connection.undone { throw undone }
            } catch {
                // SQLite may have undone the transaction itself; nothing may run outside of one.
                let isOver = sqlite3_get_autocommit(connection.handle) != 0
                if let error = error as? StorageError, isOver || error.undoesGroup { throw error }
                if isOver {
                    throw connection.undone ?? StorageError.fault("the transaction is over")
                }
                command.refuse(error)
                if connection.changeCount != changes { return (count, count) }
                memory.undo(to: marks)
            }
            count += 1
        }
        try memory.store(transaction)
        if connection.changeCount != changesAtStart {
            try configuration.beforeCommit(transaction)
        }
        return (count, nil)
    }

    private func commit(
        _ commands: ArraySlice<AnyPendingWrite>,
        _ undone: [AnyPendingWrite],
        _ outcome: Outcome
    ) -> Outcome {
        var outcome = outcome
        var failure: (any Error)?
        configuration.settle(
            {
                let start = ContinuousClock.now
                do {
                    try connection.run("COMMIT", []) { _ in true }
                    condition.committed()
                    configuration.observer.committed(commands.count, ContinuousClock.now - start)
                } catch {
                    rollBack()
                    failure = error
                }
            },
            {
                if let failure {
                    outcome.failure = fail(commands + undone, failure).failure
                } else {
                    for command in commands + undone { command.answer() }
                }
            }
        )
        if outcome.failure == nil {
            outcome.failure = log.fold()
            if outcome.failure != nil { connection.distrust() }
        }
        return outcome
    }

    private func rollBack() {
        if sqlite3_get_autocommit(connection.handle) == 0 {
            // Lost is only a second error: the first one is already on its way to the callers.
            try? connection.run("ROLLBACK", []) { _ in true }
        }
    }

    /// Answers all with the error, and says whether the store can go on.
    private func fail(_ commands: some Sequence<AnyPendingWrite>, _ error: any Error) -> Outcome {
        if error as? StorageError == .full { condition.metFullDisk() }
        for command in commands { command.fail(error) }
        if let reason = (error as? StorageError)?.fatalReason {
            connection.distrust()
            return Outcome(failure: reason)
        }
        return Outcome()
    }
}
