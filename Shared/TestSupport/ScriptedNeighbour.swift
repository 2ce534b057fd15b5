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

    private let listener: LoopbackListener
    private let script: @Sendable (Request) -> Reaction
    private let noted = Mutex<[Request]>([])

    /// Starts to listen on a free port of loopback.
    ///
    /// - Throws: `Unavailable`; nothing was started.
    package init(script: @escaping @Sendable (Request) -> Reaction) throws {
        self.script = script
        listener = try LoopbackListener()
        listener.serve { socket, number in
            self.serve(Connection(socket: socket, number: number))
        }
    }

    /// The port on 127.0.0.1 that it listens on.
    package var port: UInt16 { listener.port }

    /// The address to call, without a path.
    package var url: String { listener.url }

    /// The requests that have come in whole, in their order.
    package var requests: [Request] { noted.withLock { $0 } }

    /// How many connections were ever opened.
    package var connectionCount: Int { listener.count }

    /// How many connections are open now.
    package var openConnections: Int { listener.openCount }

    /// Waits until something can be seen at this neighbour.
    ///
    /// - Throws: `CancellationError` where the test's time is over first.
    package func wait(until condition: (ScriptedNeighbour) -> Bool) async throws {
        while !condition(self) { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Closes the listener and every connection; connecting is refused from now on.
    package func stop() { listener.stop() }

    // MARK: On the neighbour's own threads

    private func serve(_ connection: Connection) {
        while let request = connection.read(note: note), react(to: request, on: connection) {}
    }

    /// Gives the request its place and keeps it.
    private func note(_ make: (Int) -> Request) -> Request {
        noted.withLock { noted in
            let request = make(noted.count)
            noted.append(request)
            return request
        }
    }

    /// Does what the script says; false where the connection is over.
    private func react(to request: Request, on connection: Connection) -> Bool {
        switch script(request) {
        case .answer(let reply):
            return connection.socket.send(reply.bytes(to: request))
        case .answerAfter(let duration, let reply):
            return connection.isQuiet(for: duration)
                && connection.socket.send(reply.bytes(to: request))
        case .resetAfterBytes(let count, let reply):
            _ = connection.socket.send(Array(reply.bytes(to: request).prefix(count)))
            connection.socket.resetOnClose()
            return false
        case .closeWithoutAnswer:
            return false
        case .neverAnswer:
            connection.waitForEnd()
            return false
        }
    }
}

/// One connection, read and written by its own thread only.
private final class Connection {
    let socket: BlockingSocket
    private let number: Int
    private var buffer: [UInt8] = []

    init(socket: BlockingSocket, number: Int) {
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

    /// Waits; false as soon as the caller leaves.
    func isQuiet(for duration: Duration) -> Bool {
        let end = ContinuousClock.now + duration
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return true }
            let (seconds, attoseconds) = left.components
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1
            var watched = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
            // A caller that waits for its answer sends nothing: whatever comes is its end.
            if poll(&watched, 1, Int32(clamping: milliseconds)) > 0 { return false }
        }
    }

    /// Waits until the caller closes the connection.
    func waitForEnd() {
        while receive() {}
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
        guard let part = socket.receive() else { return false }
        buffer += part
        return true
    }
}
