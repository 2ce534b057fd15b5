import Foundation
import Glibc
import Wire

/// A connection on which any bytes can be sent; it blocks its thread, so it has one of its own.
package struct RawSocket: ~Copyable {
    /// An answer as it came.
    package struct Response: Sendable {
        /// The status of HTTP.
        package let status: Int
        /// All lines before the body.
        package let head: String
        /// The body's bytes.
        package let body: [UInt8]

        /// The body as JSON; `null` where it is none.
        package var json: JSON {
            // Lost is why it is no JSON, which the test that expects some will show.
            (try? JSONParser.parse(body)) ?? .null
        }

        /// Whether the service will close the connection after it.
        package var isLast: Bool { head.lowercased().contains("connection: close") }
    }

    /// The system gave no connection, or the service said nothing for too long.
    package struct Silence: Error {
        /// What happened.
        package let reason: String
    }

    private let socket: Int32
    private var buffer: [UInt8] = []

    /// Connects to a port of loopback.
    ///
    /// - Parameters:
    ///   - port: Where the service listens.
    ///   - seconds: How long it waits for the service to say or to take something.
    ///   - receiveBytes: How much the system keeps that was not read yet, so that little is on its
    ///     way to a client that does not read; nil for as usual.
    /// - Throws: `Silence` where it cannot.
    package init(port: Int, patience seconds: Int = 20, receiveBytes: Int32? = nil) throws {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        socket = Glibc.socket(AF_INET, type, 0)
        if var receiveBytes {
            let size = socklen_t(MemoryLayout<Int32>.size)
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receiveBytes, size)
            // The service's system has room for some twenty segments that are not with the client,
            // and on loopback, where one has 64 KiB, that would take hundreds of answers to fill.
            var segmentBytes: Int32 = 536
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_MAXSEG, &segmentBytes, size)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var isOn: Int32 = 1
        setsockopt(
            socket,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &isOn,
            socklen_t(MemoryLayout<Int32>.size)
        )
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Silence(reason: "no connection: \(errno)") }
    }

    deinit {
        close(socket)
    }

    /// Sends bytes; false where the service has closed the connection.
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends bytes one by one, with a pause behind each, until the service says something.
    ///
    /// - Returns: How many were sent.
    package mutating func trickle(_ bytes: [UInt8], every milliseconds: Int32) -> Int {
        var sent = 0
        for byte in bytes {
            guard send([byte]) else { return sent }
            sent += 1
            if hears(within: milliseconds) { return sent }
        }
        return sent
    }

    /// Whether the service says something, or closes the connection, within a time.
    package func hears(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Waits until the service has ended the connection, and reads nothing.
    package func wait() {
        var entry = pollfd(fd: socket, events: 0, revents: 0)
        _ = poll(&entry, 1, 20_000)
    }

    /// Breaks the connection off, as where a client's machine loses its power and comes back.
    package func reset() {
        var lingering = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket,
            SOL_SOCKET,
            SO_LINGER,
            &lingering,
            socklen_t(MemoryLayout<linger>.size)
        )
    }

    /// Says that nothing more will be sent.
    package func finish() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// The next answer, or nil where the service has closed the connection.
    ///
    /// - Throws: `Silence`.
    package mutating func response() throws -> Response? {
        let mark = Array("\r\n\r\n".utf8)
        while buffer.firstRange(of: mark) == nil {
            guard try receive() else { return nil }
        }
        guard let end = buffer.firstRange(of: mark) else { return nil }
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let field = head.lowercased().split(separator: "\r\n")
            .first { $0.hasPrefix("content-length: ") }
        let length = field.flatMap { Int($0.dropFirst(16)) } ?? 0
        while buffer.count < end.upperBound + length {
            guard try receive() else { return nil }
        }
        let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
        buffer.removeFirst(end.upperBound + length)
        return Response(
            status: Int(head.split(separator: " ").dropFirst().first?.prefix(3) ?? "") ?? 0,
            head: head,
            body: body
        )
    }

    /// All answers until the service closes the connection.
    ///
    /// - Throws: `Silence`.
    package mutating func responses() throws -> [Response] {
        var responses: [Response] = []
        while let response = try response() { responses.append(response) }
        return responses
    }

    /// Everything that comes until the service closes the connection.
    ///
    /// - Throws: `Silence`.
    package mutating func text() throws -> String {
        while try receive() {}
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Takes in what has come; false at the end of the connection.
    private mutating func receive() throws -> Bool {
        var part = [UInt8](repeating: 0, count: 16_384)
        var count = recv(socket, &part, part.count, 0)
        while count < 0, errno == EINTR { count = recv(socket, &part, part.count, 0) }
        if count < 0, errno == EAGAIN { throw Silence(reason: "the service says nothing") }
        guard count > 0 else { return false }
        buffer.append(contentsOf: part[..<count])
        return true
    }
}

extension RawSocket {
    /// Sends bytes and nothing more, on a thread of their own, and reads what is answered.
    ///
    /// - Throws: `Silence`.
    package static func answers(to bytes: [UInt8], port: Int) async throws -> [Response] {
        try await onThread {
            var socket = try RawSocket(port: port)
            _ = socket.send(bytes)
            socket.finish()
            return try socket.responses()
        }
    }
}

/// Runs a body that blocks on a thread of its own.
///
/// - Throws: What the body throws.
package func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
