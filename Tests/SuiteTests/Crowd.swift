import Foundation
import Glibc
import TestSupport

/// Many connections that are open and silent.
final class Crowd: Sendable {
    private let sockets: [Int32]

    /// How many there are.
    var count: Int { sockets.count }

    /// Connects as often as asked, or as the system lets this process.
    init(port: Int, count: Int) {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        getrlimit(files, &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
        // The tests and their processes need some, too.
        let most = max(0, Int(clamping: limit.rlim_cur) - 500)
        sockets = (0..<min(count, most)).compactMap { _ in Self.connect(port) }
    }

    deinit {
        for socket in sockets { close(socket) }
    }

    /// Gathers on a thread of its own, as connecting waits.
    static func gather(port: Int, count: Int) async throws -> Crowd {
        try await onThread { Crowd(port: port, count: count) }
    }

    private static func connect(_ port: Int) -> Int32? {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}

/// What the system says about another process.
enum ProcessFigures {
    /// Its memory in bytes.
    static func residentBytes(of id: pid_t) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        let kibibytes = line.split { !$0.isNumber }.first.flatMap { Int($0) }
        return (kibibytes ?? 0) * 1024
    }

    /// For how long it has kept cores busy.
    static func busy(_ id: pid_t) throws -> Duration {
        let text = try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        // Behind the name, which may hold spaces; fields 14 and 15 of proc(5), in 1/100 s.
        let fields = (text.split(separator: ")").last ?? "").split(separator: " ")
        guard fields.count > 12 else { return .zero }
        let ticks = [fields[11], fields[12]].compactMap { Int($0) }.reduce(0, +)
        return .milliseconds(10 * ticks)
    }

    /// How many files it may have open, and how many it could allow itself.
    static func openFiles(_ id: pid_t) throws -> [Int] {
        let text = try String(contentsOfFile: "/proc/\(id)/limits", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("Max open files") } ?? ""
        return line.split(separator: " ").compactMap { Int($0) }
    }
}
