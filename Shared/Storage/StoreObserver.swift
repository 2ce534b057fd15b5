/// Hears what the store does, for metrics.
package struct StoreObserver: Sendable {
    /// A group was committed: how many commands it held and how long the commit took.
    package let committed: @Sendable (_ commands: Int, _ duration: Duration) -> Void
    /// The store cannot go on: the process must end, and recovers at its next start.
    package let failed: @Sendable (_ reason: String) -> Void

    /// Listens with these closures.
    package init(
        committed: @escaping @Sendable (_ commands: Int, _ duration: Duration) -> Void,
        failed: @escaping @Sendable (_ reason: String) -> Void
    ) {
        self.committed = committed
        self.failed = failed
    }

    /// Listens to nothing.
    package static let none = StoreObserver(
        committed: { _, _ in },
        failed: { _ in }
    )
}
