import Glibc
import JifenService

/// Ports of the loopback interface that nothing listens on.
enum FreePort {
    struct None: Error {}

    /// The first of some consecutive ports.
    static func find(consecutive count: Int = 1) throws -> Int {
        for _ in 0..<100 {
            let port = try any()
            let others = port + 1..<port + count
            if port + count <= 65_536, others.allSatisfy(PortCheck.isFree) { return port }
        }
        throw None()
    }

    /// The first port of a suite of which each service finds its own port free.
    static func findBase() throws -> Int {
        try find(consecutive: SuiteMember.all.map(\.portOffset).max() ?? 1) - 1
    }

    private static func any() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw None() }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw None() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
