import Foundation
import Logging
import Primitives
import Wire

/// Writes each line of the log as one JSON object to standard error.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level = .info
    let label: String

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("time", SystemClock.now().description)
            writer.member("level", event.level.rawValue)
            writer.member("service", label)
            writer.member("message", event.message.description)
            let values = metadata.merging(event.metadata ?? [:]) { $1 }
            writer.members(
                values.sorted { $0.key < $1.key }.map { .init($0.key, .string("\($0.value)")) }
            )
        }
        FileHandle.standardError.write(Data(writer.bytes + [0x0A]))
    }
}

/// Sets up the process's log.
enum Logs {
    static func bootstrap(label: String, format: String, level: String) -> Logger {
        let level = Logger.Level(rawValue: level) ?? .info
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler =
                format == "json"
                ? JSONLogHandler(label: label) : StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: label)
    }
}
