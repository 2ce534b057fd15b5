import Glibc

/// One side of a connection; it blocks its thread.
struct BlockingSocket: Sendable {
    /// Which of two sockets has something to read.
    enum Ready {
        case first
        case second
    }

    let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var isOn: Int32 = 1
        setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &isOn,
            socklen_t(MemoryLayout<Int32>.size)
        )
    }

    /// Connects to a port of loopback; nil where nobody listens there.
    init?(connectingTo port: UInt16) {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(AF_INET, type, 0)
        guard socket >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(socket)
            return nil
        }
        self.init(socket)
    }

    /// What has come; nil at the end of the connection.
    func receive() -> [UInt8]? {
        var part = [UInt8](repeating: 0, count: 65_536)
        var count = recv(descriptor, &part, part.count, 0)
        while count < 0 && errno == EINTR { count = recv(descriptor, &part, part.count, 0) }
        return count > 0 ? Array(part[..<count]) : nil
    }

    /// Sends all the bytes; false where the other side has gone.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// All that comes until the other side is silent for 50 ms or ends, behind what has come.
    func rest(of begun: [UInt8]) -> [UInt8] {
        var all = begun
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, 50) > 0, let more = receive() { all += more }
        return all
    }

    /// Has the coming close discard what is under way and tell the other side so.
    func resetOnClose() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &now,
            socklen_t(MemoryLayout<linger>.size)
        )
    }

    /// Waits until one of two sockets has something to read, or has ended; nil on a failure.
    static func firstReady(_ first: BlockingSocket, _ second: BlockingSocket) -> Ready? {
        var entries = [first, second].map {
            pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
        }
        while true {
            let count = poll(&entries, 2, -1)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return nil }
            return entries[0].revents != 0 ? .first : .second
        }
    }
}
