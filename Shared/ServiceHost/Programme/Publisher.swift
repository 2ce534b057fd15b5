import Access
import Primitives

/// Who publishes a section, and when.
struct Publisher: Sendable {
    let now: Instant
    private let caller: Caller
    private let requestID: String
    /// The earlier version that is published again, or nil.
    private let restored: Int64?

    init(_ caller: Caller, at now: Instant, request id: String, restoring version: Int64? = nil) {
        self.caller = caller
        self.now = now
        requestID = id
        restored = version
    }

    /// The text that names the publisher in the store.
    var name: String { caller.name }

    /// What is recorded of a version that was published.
    func action(publishing version: Int64) -> OperatorAction {
        OperatorAction(
            restored.map { "programme.rollback:\($0)" } ?? "programme.publish",
            on: "version:\(version)",
            by: caller,
            at: now,
            request: requestID
        )
    }
}
