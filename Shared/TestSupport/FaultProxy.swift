import Glibc
import Synchronization

/// A TCP proxy on loopback that does to each connection what a script says, with real sockets.
///
/// It stands between a caller and a service, so that the service does its work as usual while its
/// answer is late, cut, doubled or lost. It knows nothing of HTTP: a "request" is what the caller
/// has sent until the service begins to answer. Stop it when the test ends.
package final class FaultProxy: Sendable {
    /// What happens to one exchange on a connection: what the caller sends, and the answer.
    package enum Fault: Sendable {
        /// Nothing: bytes pass both ways.
        case none
        /// The answer waits.
        case delay(Duration)
        /// So many bytes of the answer pass, 0 or more, then the caller's connection is reset.
        case resetAfter(Int)
        /// The request passes and the answer is swallowed; the caller hears nothing more.
        case swallow
        /// The request passes, and the caller's connection is reset as soon as the service has
        /// begun to answer, before a byte of the answer passes.
        case loseAnswer
        /// The answer passes twice.
        case double
        /// The answer passes, and once more in answer to whatever the caller sends next.
        case doubleLate
        /// The caller's connection stays open and nothing passes, not even the request.
        case halfOpen
        /// The caller's connection is reset at once, before the request passes.
        case refuse
    }

    private let listener: LoopbackListener
    private let target: UInt16
    private let script: @Sendable (Int) -> Fault
    private let begunCount = Atomic(0)

    /// Starts to listen on a free port of loopback.
    ///
    /// - Parameters:
    ///   - target: The port on 127.0.0.1 to pass bytes to.
    ///   - script: The fault of each exchange, by its place among all of this proxy, from 0.
    /// - Throws: `ScriptedNeighbour.Unavailable`; nothing was started.
    package init(to target: UInt16, script: @escaping @Sendable (Int) -> Fault) throws {
        self.target = target
        self.script = script
        listener = try LoopbackListener()
        listener.serve { caller, _ in self.serve(caller) }
    }

    /// The port on 127.0.0.1 that it listens on.
    package var port: UInt16 { listener.port }

    /// The address to call, without a path.
    package var url: String { listener.url }

    /// How many exchanges have begun.
    package var exchanges: Int { begunCount.load(ordering: .sequentiallyConsistent) }

    /// Closes the listener and every connection; connecting is refused from now on.
    package func stop() { listener.stop() }

    // MARK: On the proxy's own threads

    /// Passes the bytes of one connection, exchange by exchange.
    private func serve(_ caller: BlockingSocket) {
        guard let service = BlockingSocket(connectingTo: target) else {
            caller.resetOnClose()
            return
        }
        guard listener.watch(service.descriptor) != nil else {
            Glibc.close(service.descriptor)
            return
        }
        defer { listener.close(service.descriptor) }
        var late: [UInt8] = []
        while let ready = BlockingSocket.firstReady(service, caller) {
            if ready == .first {
                // The rest of an answer, or the end of the connection.
                guard let more = service.receive(), caller.send(more) else { return }
                continue
            }
            guard let first = caller.receive() else { return }
            if !late.isEmpty {
                guard caller.send(late) else { return }
                late = []
            }
            let place = begunCount.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue
            guard pass(first, from: caller, to: service, script(place), &late) else { return }
        }
    }

    /// Does what the script says of one exchange; false where the connection is over.
    private func pass(
        _ first: [UInt8],
        from caller: BlockingSocket,
        to service: BlockingSocket,
        _ fault: Fault,
        _ late: inout [UInt8]
    ) -> Bool {
        switch fault {
        case .refuse:
            caller.resetOnClose()
            return false
        case .halfOpen:
            while caller.receive() != nil {}
            return false
        default: break
        }
        guard service.send(first), let begun = answer(to: caller, of: service) else {
            return false
        }
        guard case .doubleLate = fault else {
            return give(begun, from: service, to: caller, fault)
        }
        late = service.rest(of: begun)
        return caller.send(late)
    }

    /// Passes the rest of the request until the service begins to answer.
    private func answer(to caller: BlockingSocket, of service: BlockingSocket) -> [UInt8]? {
        while true {
            switch BlockingSocket.firstReady(service, caller) {
            case .first: return service.receive()
            case .second:
                guard let more = caller.receive(), service.send(more) else { return nil }
            case .none: return nil
            }
        }
    }

    private func give(
        _ begun: [UInt8],
        from service: BlockingSocket,
        to caller: BlockingSocket,
        _ fault: Fault
    ) -> Bool {
        switch fault {
        case .none, .refuse, .halfOpen, .doubleLate: return caller.send(begun)
        case .delay(let duration):
            usleep(
                UInt32(
                    clamping: duration.components.seconds * 1_000_000
                        + duration.components.attoseconds / 1_000_000_000_000
                )
            )
            return caller.send(begun)
        case .resetAfter(let count):
            _ = caller.send(Array(service.rest(of: begun).prefix(count)))
            caller.resetOnClose()
            return false
        case .swallow:
            while caller.receive() != nil {}
            return false
        case .loseAnswer:
            caller.resetOnClose()
            return false
        case .double:
            let whole = service.rest(of: begun)
            return caller.send(whole) && caller.send(whole)
        }
    }
}
