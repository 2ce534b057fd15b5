import Primitives
import Synchronization

/// A clock that stands until a test moves it.
package final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    /// Begins at an instant.
    package init(_ instant: Instant) {
        self.instant = Mutex(instant)
    }

    /// The instant at which it stands.
    package var now: Instant { instant.withLock { $0 } }

    /// Moves it forward by some milliseconds.
    package func advance(milliseconds: Int64) {
        instant.withLock { $0 = Instant(milliseconds: $0.milliseconds + milliseconds) }
    }
}
