import Access
import CheckinDomain
import Primitives
import Storage
import Wire

/// What can be heard of a member.
enum TraitName: String, CaseIterable {
    case level
    case growth
    case tags
    case birthday
}

extension Snapshot {
    /// What the rules need to know of a member.
    ///
    /// The level of the member's own token counts until a level was heard.
    borrowing func facts(of member: MemberID, _ caller: Caller) throws -> MemberFacts {
        var facts = MemberFacts(
            level: caller.role == .member && caller.subject == member.text ? caller.level : nil
        )
        try each("SELECT name, value FROM trait WHERE member = ?", .text(member.text)) { row in
            // Lost is why a text is no JSON, which this service has not written then.
            let value = (try? JSONParser.parse(Array(row.text(1).utf8))) ?? .null
            switch TraitName(rawValue: row.text(0)) {
            case .level: facts.level = value.integer
            case .tags: facts.tags = Set((value.elements ?? []).compactMap(\.text))
            case .birthday: facts.birthday = Birthday(stored: value)
            case .growth, nil: break
            }
        }
        return facts
    }

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
            // Lost is why a text is no JSON, which this service has not written then.
            (row.int(0), (try? JSONParser.parse(Array(row.text(1).utf8))) ?? .null)
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
