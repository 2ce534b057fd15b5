/// A command that waits for its group.
// Sendable: it is handed from the caller to the writer's thread, which alone uses it from then on.
class AnyPendingWrite: @unchecked Sendable {
    /// How many operations it counts for.
    let weight: Int
    /// After it, work that has not begun is dropped.
    let deadline: ContinuousClock.Instant?

    init(weight: Int, deadline: ContinuousClock.Instant?) {
        self.weight = weight
        self.deadline = deadline
    }

    /// Runs the body, keeping what it returns or throws; throws what it throws.
    func run(_ transaction: borrowing Transaction) throws {}

    /// Keeps an error as what came of it.
    func refuse(_ error: any Error) {}

    /// Answers with what was kept.
    func answer() {}

    /// Forgets what was kept and answers with an error.
    func fail(_ error: any Error) {
        refuse(error)
        answer()
    }
}

/// A command of one type.
// Sendable: it is handed from the caller to the writer's thread, which alone uses it from then on.
final class PendingWrite<Value: Sendable>: AnyPendingWrite, @unchecked Sendable {
    private let body: @Sendable (borrowing Transaction) throws -> Value
    private let continuation: UnsafeContinuation<Value, any Error>
    private var result: Result<Value, any Error> = .failure(StorageError.closed)

    init(
        weight: Int,
        deadline: ContinuousClock.Instant?,
        body: @escaping @Sendable (borrowing Transaction) throws -> Value,
        continuation: UnsafeContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
        super.init(weight: weight, deadline: deadline)
    }

    override func run(_ transaction: borrowing Transaction) throws {
        result = .success(try body(transaction))
    }

    override func refuse(_ error: any Error) {
        result = .failure(error)
    }

    override func answer() {
        continuation.resume(with: result)
    }
}
