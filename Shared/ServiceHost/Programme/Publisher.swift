import Access
import Primitives

/// Who publishes a section, and when.
struct Publisher: Sendable {
    /// The most bytes of UTF-8 that a reason may have.
    static let longestReason = 256

    let now: Instant
    private let caller: Caller
    private let requestID: String
    /// The earlier version that is published again, or nil.
    private let restored: Int64?
    /// Why what becomes worse for members is published all the same, or nil where it is not.
    private let force: String?

    init(
        _ caller: Caller,
        at now: Instant,
        request id: String,
        restoring version: Int64? = nil,
        force: String?
    ) {
        self.caller = caller
        self.now = now
        requestID = id
        restored = version
        self.force = force
    }

    /// The text that names the publisher in the store.
    var name: String { caller.name }

    /// Whether what becomes worse for members is published all the same.
    var isForcing: Bool { force != nil }

    /// What is recorded of a version that was published; the reason only where it was needed.
    func action(publishing version: Int64, isForced: Bool) -> OperatorAction {
        OperatorAction(
            restored.map { "programme.rollback:\($0)" } ?? "programme.publish",
            on: "version:\(version)",
            because: isForced ? force : nil,
            by: caller,
            at: now,
            request: requestID
        )
    }
}
