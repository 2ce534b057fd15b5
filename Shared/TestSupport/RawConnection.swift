import Foundation
import Glibc

/// Sends bytes as they are, for requests that a well-behaved client would not make.
package enum RawConnection {
    /// What came back until the service closed the connection.
    package struct Answer: Sendable {
        /// The status of HTTP, or nil where nothing came that looks like an answer.
        package let status: Int?
        /// The lines of the head behind the first.
        package let fields: [String]
        /// What follows the head.
        package let body: [UInt8]

        init(_ bytes: [UInt8]) {
            let text = String(decoding: bytes, as: UTF8.self)
            let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
            let head = (parts.first ?? "").split(separator: "\r\n")
            status = head.first.flatMap { Int($0.dropFirst(9).prefix(3)) }
            fields = head.dropFirst().map(String.init)
            body = parts.count == 2 ? Array(parts[1].utf8) : []
        }

        /// The value of the first header of that name, in any case.
        package func header(_ name: String) -> String? {
            let start = name.lowercased() + ":"
            return fields.first { $0.lowercased().hasPrefix(start) }
                .map { $0.dropFirst(start.count).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Connects to a port of 127.0.0.1, sends the bytes and reads until the other side closes.
    ///
    /// - Parameters:
    ///   - bytes: What is sent; it should ask for `Connection: close`.
    ///   - port: Where the service listens.
    ///   - isHalfClosed: Whether the sending side is closed behind the bytes.
    /// - Returns: What came; empty where the connection was refused or reset.
    package static func send(
        _ bytes: [UInt8],
        to port: Int,
        isHalfClosed: Bool = false
    ) async -> Answer {
        await withCheckedContinuation { continuation in
            // A socket that blocks has a thread of its own, not one of Swift's.
            Thread.detachNewThread {
                continuation.resume(
                    returning: Answer(exchange(bytes, port: port, isHalfClosed: isHalfClosed))
                )
            }
        }
    }

    private static func exchange(_ bytes: [UInt8], port: Int, isHalfClosed: Bool) -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &limit,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let connected = withUnsafeBytes(of: &address) { raw in
            connect(
                descriptor,
                raw.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(raw.count)
            )
        }
        guard connected == 0 else { return [] }
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { break }
            rest = rest.dropFirst(sent)
        }
        if isHalfClosed { shutdown(descriptor, Int32(SHUT_WR)) }
        return everything(from: descriptor)
    }

    private static func everything(from descriptor: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return all }
            all += buffer[..<count]
        }
    }
}
