import Primitives
import Storage
import Wire

/// What fixes the meaning of an intent: the version of the programme under which it began, and
/// for a make-up the day.
struct Meaning {
    let version: Int64
    private let day: CalendarDay?

    init(version: Int64, day: CalendarDay? = nil) {
        self.version = version
        self.day = day
    }

    /// Reads a meaning that was stored.
    init(_ bytes: [UInt8]) throws {
        let json = try JSONParser.parse(bytes)
        guard let version = json["version"]?.integer else {
            throw StorageError.fault("an intent's meaning is not readable")
        }
        self.init(version: version, day: json["day"]?.text.flatMap { CalendarDay($0) })
    }

    /// The day that a make-up repairs.
    var repairedDay: CalendarDay {
        get throws {
            guard let day else { throw StorageError.fault("a make-up names no day") }
            return day
        }
    }

    /// The meaning as it is stored.
    var bytes: [UInt8] {
        var members = [JSON.Member("version", .integer(version))]
        if let day { members.append(JSON.Member("day", .string(day.description))) }
        return JSONWriter.bytes(of: .object(members))
    }
}
