import Synchronization
import TestSupport

/// What a proxy does to the exchanges to come, which a test changes while the proxy runs.
final class FaultSwitch: Sendable {
    private struct Faults {
        var next = FaultProxy.Fault.none
        var then = FaultProxy.Fault.none
        var taken = 0
    }

    private let faults = Mutex(Faults())

    /// How many exchanges have been dealt with since the faults were set.
    var taken: Int { faults.withLock { $0.taken } }

    /// Sets what happens to the next exchange, and to all that follow.
    func set(_ next: FaultProxy.Fault, then: FaultProxy.Fault) {
        faults.withLock { $0 = Faults(next: next, then: then) }
    }

    /// Sets what happens to all exchanges from now on.
    func set(_ all: FaultProxy.Fault) { set(all, then: all) }

    /// The fault of one exchange.
    func take() -> FaultProxy.Fault {
        faults.withLock { faults in
            defer {
                faults.next = faults.then
                faults.taken += 1
            }
            return faults.next
        }
    }
}
