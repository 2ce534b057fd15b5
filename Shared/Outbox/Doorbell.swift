import Storage
import Synchronization

/// Tells the relay that something was committed for a neighbour.
///
/// A transaction presses it, the commit rings it; what was pressed and then undone rings with the
/// next commit, which does no harm.
package final class Doorbell: Sendable {
    private struct State {
        var pressed: Set<String> = []
        var listeners: [String: @Sendable () -> Void] = [:]
        /// Those who hear each commit, whatever it owes.
        var always: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Makes one that nobody hears yet.
    package init() {}

    /// Rings after each commit of the store that is opened with a configuration.
    package func attach(to configuration: inout Store.Configuration) {
        let observer = configuration.observer
        configuration.observer = StoreObserver(
            committed: { [self] commands, duration in
                observer.committed(commands, duration)
                ring()
            },
            failed: observer.failed
        )
    }

    /// Has the next commit ring for a neighbour.
    func press(_ neighbour: String) {
        state.withLock { _ = $0.pressed.insert(neighbour) }
    }

    /// Hears when something was committed for a neighbour; must return at once.
    func listen(for neighbour: String, _ hear: @escaping @Sendable () -> Void) {
        state.withLock { $0.listeners[neighbour] = hear }
    }

    /// Hears of each commit; must return at once.
    func listenAlways(_ hear: @escaping @Sendable () -> Void) {
        state.withLock { $0.always.append(hear) }
    }

    private func ring() {
        let listeners = state.withLock { state -> [@Sendable () -> Void] in
            guard !state.pressed.isEmpty else { return state.always }
            defer { state.pressed.removeAll(keepingCapacity: true) }
            return state.always + state.pressed.compactMap { state.listeners[$0] }
        }
        for hear in listeners { hear() }
    }
}
