import Logging
import Synchronization

/// Keeps what a store says in its log.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    /// The log to give to a store.
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    /// How many lines have a part.
    func count(of part: String) -> Int {
        lines.withLock { $0.count { $0.contains(part) } }
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
