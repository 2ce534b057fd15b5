import BadgesDomain
import Primitives
import Storage
import Wire

extension Snapshot {
    /// A fact of a member with its version, or nil.
    borrowing func fact(
        _ name: FactName,
        of member: MemberID
    ) throws -> (version: Int64, value: JSON)? {
        try first(
            "SELECT version, value FROM fact WHERE member = ? AND name = ?",
            .text(member.text),
            .text(name.rawValue)
        ) { ($0.int(0), try JSONParser.parse(Array($0.text(1).utf8))) }
    }

    /// The facts of a member that are there, by name.
    borrowing func facts(of member: MemberID) throws -> [(name: String, value: JSON)] {
        try all(
            "SELECT name, value FROM fact WHERE member = ? ORDER BY name",
            .text(member.text)
        ) { (name: $0.text(0), value: try JSONParser.parse(Array($0.text(1).utf8))) }
        .filter { $0.value != .null }
    }
}

extension Transaction {
    borrowing func put(
        _ name: FactName,
        of member: MemberID,
        version: Int64,
        _ value: JSON
    ) throws {
        try execute(
            """
            INSERT INTO fact (member, name, version, value) VALUES (?, ?, ?, ?)
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
