import Primitives
import Synchronization

/// A clock of the business that stands until a call sets it.
final class SettableClock: Sendable {
    private let instant: Mutex<Instant>

    /// Begins at an instant.
    init(_ instant: Instant) {
        self.instant = Mutex(instant)
    }

    /// The instant at which it stands.
    var now: Instant { instant.withLock { $0 } }

    /// Sets it; what the store keeps of it is the caller's to write first.
    func set(to instant: Instant) {
        self.instant.withLock { $0 = instant }
    }
}
