import Access
import BadgesDomain
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

/// What the host knows of members, which badges tells the other services.
struct FactEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .put,
                "/v1/members/{member}/facts",
                for: .roles([.service, .operator])
            ) { try await put($0) }
        ]
    }

    private func put(_ exchange: borrowing Exchange) async throws -> Reply {
        let member = try exchange.member()
        let facts = try Facts(try exchange.json())
        let stamp = try stamps.stamp(exchange)
        let known = try await store.write(deadline: exchange.deadline) { [desk] transaction in
            try desk.keep(facts, of: member, stamp, transaction)
        }
        return .json { writer in
            writer.member("member", member.text)
            for (name, value) in known {
                writer.name(of: name)
                writer.value(value)
            }
        }
    }
}

/// What the host says of a member: the parts that it names.
struct Facts: Sendable {
    /// Each part that was named; null takes it away.
    let parts: [(name: FactName, value: JSON)]

    init(_ json: JSON) throws(JSONFault) {
        var reader = try ObjectReader(json)
        var parts: [(name: FactName, value: JSON)] = []
        for name in FactName.allCases {
            guard let value = reader.take(name.rawValue) else { continue }
            guard value == .null || name.takes(value) else {
                throw JSONFault(at: name.rawValue, "must be \(name.expected), or null")
            }
            parts.append((name, value))
        }
        try reader.finish()
        guard !parts.isEmpty else { throw JSONFault(at: "", "no fact is named") }
        self.parts = parts
    }
}

/// What a host can say of a member.
enum FactName: String, CaseIterable {
    case birthday, gender, region, tags, dates

    /// The trait that the other services are told of it, or nil.
    var trait: StaticString? {
        switch self {
        case .birthday: "birthday"
        case .tags: "tags"
        case .gender, .region, .dates: nil
        }
    }

    /// What its value must be, in words.
    var expected: String {
        switch self {
        case .birthday: "a day such as 1990-08-31, or 08-31"
        case .gender, .region: "text of 1 to 64 bytes"
        case .tags: "a list of at most 100 texts of 1 to 64 bytes"
        case .dates: "an object of at most 20 days"
        }
    }

    /// Whether a value can be kept.
    func takes(_ value: JSON) -> Bool {
        switch self {
        case .birthday: value.text.map(Self.isDate) ?? false
        case .gender, .region: Self.isShort(value)
        case .tags:
            value.elements.map { $0.count <= 100 && $0.allSatisfy(Self.isShort) } ?? false
        case .dates:
            if case .object(let members) = value {
                members.count <= 20
                    && members.allSatisfy {
                        AttributeName.isValid($0.name) && $0.value.text.map(Self.isDate) ?? false
                    }
            } else {
                false
            }
        }
    }

    /// What the trait is where the fact is taken away.
    var nothing: JSON { self == .tags ? .array([]) : .null }

    private static func isShort(_ value: JSON) -> Bool {
        value.text.map { (1...64).contains($0.utf8.count) } ?? false
    }

    private static func isDate(_ text: String) -> Bool {
        // Every date that a year can have, 02-29 included, is one of the year 2000.
        CalendarDay(text.utf8.count == 5 ? "2000-" + text : text) != nil
    }
}

extension BadgesDesk {
    /// Keeps what a host says of a member, and tells those who need it what has changed.
    ///
    /// - Returns: All that is known now, by name.
    func keep(
        _ facts: Facts,
        of member: MemberID,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> [(name: String, value: JSON)] {
        _ = try programme.current(transaction.reads)
        var ids = FreshIDs(stamp.id)
        for (name, value) in facts.parts {
            let known = try transaction.reads.fact(name, of: member)
            guard (known?.value ?? .null) != value else { continue }
            let version = (known?.version ?? 0) + 1
            try transaction.put(name, of: member, version: version, value)
            guard let trait = name.trait else { continue }
            for listener in listeners {
                let told = OutboxMessage(
                    ids.next(),
                    to: listener,
                    by: .traits,
                    about: member,
                    owedAt: stamp.now
                ) { writer in
                    writer.member("member", member.text)
                    writer.name(trait)
                    writer.object { writer in
                        writer.name("value")
                        writer.value(value == .null ? name.nothing : value)
                        writer.member("version", version)
                    }
                }
                try transaction.owe(told, doorbell)
            }
        }
        return try transaction.reads.facts(of: member)
    }
}

extension Snapshot {
    /// A fact of a member with its version, or nil.
    fileprivate borrowing func fact(
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
    fileprivate borrowing func facts(of member: MemberID) throws -> [(name: String, value: JSON)] {
        try all(
            "SELECT name, value FROM fact WHERE member = ? ORDER BY name",
            .text(member.text)
        ) { (name: $0.text(0), value: try JSONParser.parse(Array($0.text(1).utf8))) }
        .filter { $0.value != .null }
    }
}

extension Transaction {
    fileprivate borrowing func put(
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
