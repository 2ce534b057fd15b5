import Glibc

/// How many files, sockets among them, the process may have open.
enum OpenFiles {
    /// What the store, the log and calls to neighbours need.
    private static let others = 64
    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Lets the process have as many as the system allows it at most.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
    }

    /// How many of them may be connections.
    static var connections: Int {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return .max }
        let most = Int(clamping: limit.rlim_cur)
        return max(1, most / 2, most - others)
    }
}
