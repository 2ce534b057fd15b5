import Primitives
import Storage
import Wire

extension Migration {
    /// The table of what was heard of members; each trait has its own version.
    package static let traitTable = """
        CREATE TABLE trait (
            member {text} NOT NULL,
            name {text} NOT NULL,
            version {int} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (member, name)
        ) {clustered}
        """
}

/// What can be heard of a member.
enum TraitName: String, CaseIterable {
    case level
    case growth
    case tags
    case birthday
    case registeredOn
    case badges
}

extension Snapshot {
    /// The version and the value of a trait as they were heard last, or nil.
    borrowing func trait(
        _ name: TraitName,
        of member: MemberID
    ) throws -> (version: Int64, value: JSON)? {
        try first(
            "SELECT version, value FROM trait WHERE member = ? AND name = ?",
            .text(member.text),
            .text(name.rawValue)
        ) { row in
            (row.int(0), JSON(trait: row.text(1)))
        }
    }
}

extension Transaction {
    /// Keeps a trait.
    borrowing func put(
        _ name: TraitName,
        of member: MemberID,
        version: Int64,
        _ value: JSON
    ) throws {
        try execute(
            """
            INSERT INTO trait (member, name, version, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (member, name) DO UPDATE SET version = excluded.version,
                value = excluded.value
            """,
            .text(member.text),
            .text(name.rawValue),
            .int(version),
            .text(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self))
        )
    }
}

extension JSON {
    /// A trait's value as it was stored.
    init(trait text: String) {
        // Lost is why a text is no JSON, which no service has written then.
        self = (try? JSONParser.parse(Array(text.utf8))) ?? .null
    }
}

extension Birthday {
    /// The birthday as it is stored: the newest date, the one before it, and the year of the
    /// change.
    var stored: JSON {
        [
            "newest": newest.map { .string($0.text) } ?? .null,
            "former": former.map { .string($0.text) } ?? .null,
            "changedIn": changedIn.map { .integer($0) } ?? .null,
        ]
    }

    /// Reads a birthday that was stored.
    init(stored value: JSON) {
        self.init(
            newest: value["newest"]?.text.flatMap(YearlyDate.init(text:)),
            former: value["former"]?.text.flatMap(YearlyDate.init(text:)),
            changedIn: value["changedIn"]?.integer
        )
    }
}

extension YearlyDate {
    /// The date as `08-31`.
    var text: String {
        let parts = [month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return parts.joined(separator: "-")
    }

    /// The date of a text such as `08-31`, or of a day such as `1990-08-31`; nil where it is none.
    init?(text: String) {
        // Every date that a year can have, 02-29 included, is one of the year 2000.
        let whole = text.utf8.count == 5 ? "2000-" + text : text
        guard let date = CalendarDay(whole)?.date else { return nil }
        self.init(month: date.month, day: date.day)
    }
}
