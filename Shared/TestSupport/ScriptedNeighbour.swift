import Foundation
import Glibc
import Synchronization

/// A small HTTP/1.1 server on loopback that does to each request what a script says.
///
/// Every connection has a thread of its own and stays open between requests, as a real
/// neighbour's does. The script runs on that thread, and may block it. Stop the neighbour when
/// the test ends: its threads keep it alive until then.
package final class ScriptedNeighbour: Sendable {
    /// A request as it came in.
    package struct Request: Sendable {
        /// Its place among all requests to this neighbour, from 0.
        package let index: Int
        /// The connection that it came on, from 0.
        package let connection: Int
        /// The method, as it was sent.
        package let method: String
        /// The target of the request line: path and query.
        package let path: String
        /// The header fields in their order.
        package let headers: [(name: String, value: String)]
        /// The bytes of the body.
        package let body: [UInt8]

        /// The value of the first header field of that name, in any case; nil where there is none.
        package func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// What the neighbour answers; `Content-Length` is added, and the request's `X-Request-Id`
    /// where the answer has none of its own.
    package struct Reply: Sendable {
        let status: Int
        let headers: [(String, String)]
        let body: [UInt8]

        /// Makes an answer of a status, header fields and a body.
        package init(_ status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        func bytes(to request: Request) -> [UInt8] {
            var head = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.count)\r\n"
            let id = request.header("X-Request-Id")
            if let id, !headers.contains(where: { $0.0 == "X-Request-Id" }) {
                head += "X-Request-Id: \(id)\r\n"
            }
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            return Array((head + "\r\n").utf8) + body
        }
    }

    /// What the neighbour does to one request.
    package enum Reaction: Sendable {
        /// Answers and keeps the connection.
        case answer(Reply)
        /// Answers after a while, unless the caller has left by then.
        case answerAfter(Duration, Reply)
        /// Sends so many bytes of the answer, 0 or more, and resets the connection.
        case resetAfterBytes(Int, Reply)
        /// Closes the connection in good order, without a byte.
        case closeWithoutAnswer
        /// Keeps the connection and stays silent until the caller leaves.
        case neverAnswer

        /// Answers with a status, header fields and a body, and keeps the connection.
        package static func answer(
            _ status: Int,
            headers: [(String, String)] = [],
            body: [UInt8] = []
        ) -> Reaction {
            .answer(Reply(status, headers: headers, body: body))
        }
    }

    /// The system gave no socket; `errno` says why.
    package struct Unavailable: Error {
        /// The number of the system's error.
        package let errno: Int32
    }

    private struct State {
        var requests: [Request] = []
        var connectionCount = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    /// The port on 127.0.0.1 that it listens on.
    package let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Request) -> Reaction
    private let state = Mutex(State())

    /// Starts to listen on a free port of loopback.
    ///
    /// - Throws: `Unavailable`; nothing was started.
    package init(script: @escaping @Sendable (Request) -> Reaction) throws {
        self.script = script
        let bound = try LoopbackSocket.bind()
        guard Glibc.listen(bound.descriptor, 512) == 0 else {
            let code = errno
            Glibc.close(bound.descriptor)
            throw Unavailable(errno: code)
        }
        listener = bound.descriptor
        port = bound.port
        Thread.detachNewThread { self.accept() }
    }

    /// The address to call, without a path.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// The requests that have come in whole, in their order.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// How many connections were ever opened.
    package var connectionCount: Int { state.withLock { $0.connectionCount } }

    /// How many connections are open now.
    package var openConnections: Int { state.withLock { $0.open.count } }

    /// Waits until something can be seen at this neighbour.
    ///
    /// - Throws: `CancellationError` where the test's time is over first.
    package func wait(until condition: (ScriptedNeighbour) -> Bool) async throws {
        while !condition(self) { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Closes the listener and every connection; connecting is refused from now on.
    package func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            // Each thread sees its own socket end and closes it.
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: On the neighbour's own threads

    private func accept() {
        while true {
            let socket = Glibc.accept(listener, nil, nil)
            if socket < 0 && errno == EINTR { continue }
            guard socket >= 0 else { break }
            let number = state.withLock { state -> Int? in
                guard !state.isStopped else { return nil }
                defer { state.connectionCount += 1 }
                state.open.insert(socket)
                return state.connectionCount
            }
            guard let number else {
                Glibc.close(socket)
                break
            }
            Thread.detachNewThread { self.serve(Connection(socket: socket, number: number)) }
        }
        Glibc.close(listener)
    }

    private func serve(_ connection: Connection) {
        while let request = connection.read(note: note), react(to: request, on: connection) {}
        state.withLock { _ = $0.open.remove(connection.socket) }
        Glibc.close(connection.socket)
    }

    /// Gives the request its place and keeps it.
    private func note(_ make: (Int) -> Request) -> Request {
        state.withLock { state in
            let request = make(state.requests.count)
            state.requests.append(request)
            return request
        }
    }

    /// Does what the script says; false where the connection is over.
    private func react(to request: Request, on connection: Connection) -> Bool {
        switch script(request) {
        case .answer(let reply):
            return connection.send(reply.bytes(to: request))
        case .answerAfter(let duration, let reply):
            return connection.isQuiet(for: duration) && connection.send(reply.bytes(to: request))
        case .resetAfterBytes(let count, let reply):
            _ = connection.send(Array(reply.bytes(to: request).prefix(count)))
            connection.resetOnClose()
            return false
        case .closeWithoutAnswer:
            return false
        case .neverAnswer:
            connection.waitForEnd()
            return false
        }
    }
}

/// A socket that is bound to a free port of loopback and does not listen yet.
struct LoopbackSocket {
    let descriptor: Int32
    let port: UInt16

    static func bind() throws -> LoopbackSocket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ScriptedNeighbour.Unavailable(errno: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.bind(descriptor, generic, size) == 0
                    && getsockname(descriptor, generic, &size) == 0
            }
        }
        guard isBound else {
            let code = errno
            close(descriptor)
            throw ScriptedNeighbour.Unavailable(errno: code)
        }
        return LoopbackSocket(descriptor: descriptor, port: UInt16(bigEndian: address.sin_port))
    }
}

/// One connection, read and written by its own thread only.
private final class Connection {
    let socket: Int32
    let number: Int
    private var buffer: [UInt8] = []

    init(socket: Int32, number: Int) {
        self.socket = socket
        self.number = number
    }

    /// Reads a whole request and has it noted; nil where the connection ends first.
    func read(
        note: ((Int) -> ScriptedNeighbour.Request) -> ScriptedNeighbour.Request
    ) -> ScriptedNeighbour.Request? {
        guard let head = readHead() else { return nil }
        var lines = head.split(separator: "\r\n").map(String.init)
        guard !lines.isEmpty else { return nil }
        let start = lines.removeFirst().split(separator: " ").map(String.init)
        guard start.count == 3 else { return nil }
        let headers = lines.compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            return (String(line[..<colon]), String(value))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }?.value
        guard let body = readBytes(Int(length ?? "0") ?? 0) else { return nil }
        return note { index in
            ScriptedNeighbour.Request(
                index: index,
                connection: number,
                method: start[0],
                path: start[1],
                headers: headers,
                body: body
            )
        }
    }

    /// Sends all the bytes; false where the caller has gone.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits; false as soon as the caller leaves.
    func isQuiet(for duration: Duration) -> Bool {
        let end = ContinuousClock.now + duration
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return true }
            let (seconds, attoseconds) = left.components
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
            var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            // A caller that waits for its answer sends nothing: whatever comes is its end.
            if poll(&watched, 1, Int32(clamping: milliseconds)) > 0 { return false }
        }
    }

    /// Waits until the caller closes the connection.
    func waitForEnd() {
        while receive() {}
    }

    /// Has the coming close discard what is under way and tell the caller so.
    func resetOnClose() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket,
            SOL_SOCKET,
            SO_LINGER,
            &now,
            socklen_t(MemoryLayout<linger>.size)
        )
    }

    private func readHead() -> String? {
        let mark = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            let from = max(0, searched - mark.count)
            if let end = buffer[from...].firstRange(of: mark) {
                defer { buffer.removeFirst(end.upperBound) }
                return String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
            }
            searched = buffer.count
            guard receive() else { return nil }
        }
    }

    private func readBytes(_ count: Int) -> [UInt8]? {
        while buffer.count < count {
            guard receive() else { return nil }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// Takes in what has come; false at the end of the connection.
    private func receive() -> Bool {
        var part = [UInt8](repeating: 0, count: 65_536)
        var count = recv(socket, &part, part.count, 0)
        while count < 0 && errno == EINTR { count = recv(socket, &part, part.count, 0) }
        guard count > 0 else { return false }
        buffer.append(contentsOf: part[..<count])
        return true
    }
}
