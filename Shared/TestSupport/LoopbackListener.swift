import Foundation
import Glibc
import Synchronization

/// Listens on a free port of loopback; each connection has a thread of its own.
///
/// Its threads keep it alive, and whoever serves, until it is stopped.
final class LoopbackListener: Sendable {
    private struct State {
        var open: Set<Int32> = []
        var count = 0
        var isStopped = false
    }

    /// The port on 127.0.0.1.
    let port: UInt16
    private let descriptor: Int32
    private let state = Mutex(State())

    /// Listens; who connects waits for `serve`.
    ///
    /// - Throws: `ScriptedNeighbour.Unavailable`; nothing was started.
    init() throws {
        (descriptor, port) = try Self.listen()
    }

    private static func listen() throws -> (Int32, UInt16) {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ScriptedNeighbour.Unavailable(errno: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(descriptor, generic, size) == 0
                    && getsockname(descriptor, generic, &size) == 0
                    && Glibc.listen(descriptor, 512) == 0
            }
        }
        guard isOpen else {
            let code = errno
            Glibc.close(descriptor)
            throw ScriptedNeighbour.Unavailable(errno: code)
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// The address to call, without a path.
    var url: String { "http://127.0.0.1:\(port)" }

    /// How many connections were ever opened.
    var count: Int { state.withLock { $0.count } }

    /// How many connections are open now.
    var openCount: Int { state.withLock { $0.open.count } }

    /// Serves each connection by its place among all, from 0, and then closes it.
    func serve(_ body: @escaping @Sendable (BlockingSocket, Int) -> Void) {
        Thread.detachNewThread { self.accept(body) }
    }

    /// Closes the listener and every connection; connecting is refused from now on.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            // Each thread sees its own socket end and closes it.
            shutdown(descriptor, Int32(SHUT_RDWR))
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: On its own threads

    private func accept(_ body: @escaping @Sendable (BlockingSocket, Int) -> Void) {
        while true {
            let socket = Glibc.accept(descriptor, nil, nil)
            if socket < 0 && errno == EINTR { continue }
            guard socket >= 0 else { break }
            guard let number = watch(socket) else {
                Glibc.close(socket)
                break
            }
            Thread.detachNewThread {
                body(BlockingSocket(socket), number)
                self.close(socket)
            }
        }
        Glibc.close(descriptor)
    }

    /// Has a socket end when this stops; nil where it has stopped, else its place among all.
    func watch(_ socket: Int32) -> Int? {
        state.withLock { state -> Int? in
            guard !state.isStopped else { return nil }
            defer { state.count += 1 }
            state.open.insert(socket)
            return state.count
        }
    }

    /// Closes a socket that was watched.
    func close(_ socket: Int32) {
        state.withLock { _ = $0.open.remove(socket) }
        Glibc.close(socket)
    }
}
