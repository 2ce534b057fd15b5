import Foundation
import Logging
import Primitives
import Wire

/// Writes each event of the log as one line to standard error.
struct LineLogHandler: LogHandler {
    /// How a line looks.
    enum Format: String {
        /// Time, level, message, then the metadata as `name=value`.
        case human
        /// One JSON object.
        case json
    }

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    let label: String
    let format: Format

    init(label: String, format: Format, level: Logger.Level) {
        self.label = label
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        StandardStreams.complain(line(of: event, at: SystemClock.now()))
    }

    /// The bytes of an event's line, without its end.
    func line(of event: LogEvent, at now: Instant) -> [UInt8] {
        let values = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        switch format {
        case .human:
            let head = "\(now) \(event.level.rawValue) \(label): \(event.message)"
            let text = values.reduce(head) { "\($0) \($1.key)=\($1.value)" }
            // A line break in a value must not begin a line that looks like another event.
            return text.utf8.map { $0 < 0x20 ? 0x20 : $0 }
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("time", now.description)
                writer.member("level", event.level.rawValue)
                writer.member("service", label)
                writer.member("message", event.message.description)
                writer.members(values.map { .init($0.key, .string("\($0.value)")) })
            }
            return writer.bytes
        }
    }
}

/// Sets up the process's log.
enum Logs {
    static func bootstrap(label: String, format: String, level: String) -> Logger {
        let level = Logger.Level(rawValue: level) ?? .info
        let format = LineLogHandler.Format(rawValue: format) ?? .human
        LoggingSystem.bootstrap { LineLogHandler(label: $0, format: format, level: level) }
        return Logger(label: label)
    }
}
