import Synchronization
import TestSupport

/// What becomes of the calls to the gateway, until the test says otherwise.
final class Switch: Sendable {
    private let fault = Mutex(FaultProxy.Fault.none)
    private let running = Mutex<FaultProxy?>(nil)

    deinit { stop() }

    /// Ends what stands between.
    func stop() { running.withLock { $0?.stop() } }

    func set(_ fault: FaultProxy.Fault) { self.fault.withLock { $0 = fault } }

    /// Stands between its callers and a port, at the address that it answers.
    func proxy(to port: Int) throws -> String? {
        let proxy = try FaultProxy(to: UInt16(clamping: port)) { [weak self] _ in
            self?.fault.withLock { $0 } ?? .none
        }
        running.withLock { $0 = proxy }
        return proxy.url
    }
}
