import Synchronization

/// Passes on the port on which a service listens, as soon as both are known.
final class RunningSignal: Sendable {
    private let listener = Mutex<(@Sendable (Int) -> Void)?>(nil)

    func listen(_ hear: @escaping @Sendable (Int) -> Void) {
        listener.withLock { $0 = hear }
    }

    func report(_ port: Int) {
        listener.withLock { $0 }?(port)
    }
}
