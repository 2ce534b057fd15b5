import Foundation
import Synchronization

/// Looks at a gateway's memory and at its write-ahead log, again and again.
final class LoadProbe: Sendable {
    struct Look: Sendable {
        /// How much of the load had passed, 0 to 1.
        let progress: Double
        /// Which of the gateways it was.
        let life: Int
        /// The resident memory in bytes.
        let memory: Int
        /// The size of the write-ahead log in bytes.
        let log: Int
        /// Whether the store was being checked, for which the log may grow.
        let isChecked: Bool
        var processors = LoadProcessors()
    }

    private let looks = Mutex<[Look]>([])

    /// All that was seen.
    var all: [Look] { looks.withLock { $0 } }

    /// What was seen last.
    var last: Look? { looks.withLock { $0.last } }

    /// Looks at a process and its store; a process that is gone is not noted.
    func look(at process: Int32, store: String, life: Int, isChecked: Bool, progress: Double) {
        guard let memory = Self.memory(of: process) else { return }
        let look = Look(
            progress: progress,
            life: life,
            memory: memory,
            log: Self.size(of: store + "-wal"),
            isChecked: isChecked,
            processors: LoadProcessors(gateway: process)
        )
        looks.withLock { $0.append(look) }
    }

    /// The resident memory of a process in bytes, or nil where it is gone.
    private static func memory(of process: Int32) -> Int? {
        // Lost is why the file cannot be read: the process is gone.
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
            .map { $0 * 1024 }
    }

    static func size(of path: String) -> Int {
        // Lost is that there is no such file, which holds nothing.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }
}

extension Sequence<Int> {
    /// The middle one of the values, 0 without any.
    var median: Int {
        let sorted = sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
