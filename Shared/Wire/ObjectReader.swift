import Primitives

/// Reads an object's members one by one and refuses those that nobody asked for.
///
/// A typo in an optional member's name is thereby a refusal, never a silent default.
package struct ObjectReader {
    private let members: [JSON.Member]
    private var isRead: UInt64 = 0
    private let path: String

    /// Begins to read an object.
    ///
    /// - Parameters:
    ///   - json: What must be an object of at most 64 members.
    ///   - path: Where it stands, for faults; empty at the top.
    /// - Throws: A fault where it is not such an object.
    package init(_ json: JSON, at path: String = "") throws(JSONFault) {
        guard case .object(let members) = json else {
            throw JSONFault(at: path, "an object was expected")
        }
        guard members.count <= 64 else { throw JSONFault(at: path, "more than 64 members") }
        self.members = members
        self.path = path
    }

    /// The path of a member, for faults.
    package func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// The member as it was sent, or nil where it is absent.
    package mutating func take(_ name: String) -> JSON? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        isRead |= 1 << UInt64(index)
        return members[index].value
    }

    /// A member that must be there.
    ///
    /// - Throws: A fault where it is absent.
    package mutating func required(_ name: String) throws(JSONFault) -> JSON {
        guard let value = take(name) else { throw JSONFault(at: path(of: name), "is missing") }
        return value
    }

    /// Ends the reading.
    ///
    /// - Throws: A fault that names a member that was not asked for.
    package func finish() throws(JSONFault) {
        if let fault = unknown.first { throw fault }
    }

    /// A fault for each member that was not asked for.
    package var unknown: [JSONFault] {
        members.enumerated().compactMap { index, member in
            guard isRead & 1 << UInt64(index) == 0 else { return nil }
            return JSONFault(at: path(of: String(member.name.prefix(64))), "is not known here")
        }
    }
}

// MARK: Typed members

extension ObjectReader {
    /// A string that may be absent.
    ///
    /// - Throws: A fault where it is no string, empty or longer than `largest` bytes of UTF-8.
    package mutating func optionalText(
        _ name: String,
        largest: Int = 256
    ) throws(JSONFault) -> String? {
        guard let json = take(name) else { return nil }
        guard case .string(let text) = json, (1...largest).contains(text.utf8.count) else {
            throw JSONFault(at: path(of: name), "must be text of 1 to \(largest) bytes")
        }
        return text
    }

    /// A string that must be there.
    ///
    /// - Throws: A fault where it is absent, no string, empty or too long.
    package mutating func text(_ name: String, largest: Int = 256) throws(JSONFault) -> String {
        guard let text = try optionalText(name, largest: largest) else {
            throw JSONFault(at: path(of: name), "is missing")
        }
        return text
    }

    /// An integer that may be absent.
    ///
    /// - Throws: A fault where it is no whole number or lies outside the range.
    package mutating func optionalInteger(
        _ name: String,
        in range: ClosedRange<Int64>
    ) throws(JSONFault) -> Int64? {
        guard let json = take(name) else { return nil }
        guard case .integer(let value) = json, range.contains(value) else {
            throw JSONFault(
                at: path(of: name),
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// An integer that must be there.
    ///
    /// - Throws: A fault where it is absent, no whole number or outside the range.
    package mutating func integer(
        _ name: String,
        in range: ClosedRange<Int64>
    ) throws(JSONFault) -> Int64 {
        guard let value = try optionalInteger(name, in: range) else {
            throw JSONFault(at: path(of: name), "is missing")
        }
        return value
    }

    /// An amount of points that one movement may name: 1 to 10^12.
    ///
    /// - Throws: A fault where it is absent or no such amount.
    package mutating func amount(_ name: String) throws(JSONFault) -> Points {
        Points(try integer(name, in: 1...Points.largestMovement.value))
    }

    /// An amount of points that one movement may name, or nil where it is absent.
    ///
    /// - Throws: A fault where it is no such amount.
    package mutating func optionalAmount(_ name: String) throws(JSONFault) -> Points? {
        try optionalInteger(name, in: 1...Points.largestMovement.value).map(Points.init)
    }

    /// A calendar day that may be absent.
    ///
    /// - Throws: A fault where it is not a day such as 2026-03-01.
    package mutating func optionalDay(_ name: String) throws(JSONFault) -> CalendarDay? {
        guard let json = take(name) else { return nil }
        guard case .string(let text) = json, let day = CalendarDay(text) else {
            throw JSONFault(at: path(of: name), "must be a day, such as 2026-03-01")
        }
        return day
    }

    /// An identifier that may be absent.
    ///
    /// - Throws: A fault where it is not 1 to 64 characters of the identifiers' alphabet.
    package mutating func optionalIdentifier<ID: Identifier>(
        _ name: String,
        as type: ID.Type = ID.self
    ) throws(JSONFault) -> ID? {
        guard let json = take(name) else { return nil }
        guard case .string(let text) = json, let identifier = ID(text) else {
            throw JSONFault(
                at: path(of: name),
                "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -"
            )
        }
        return identifier
    }

    /// An identifier that must be there.
    ///
    /// - Throws: A fault where it is absent or malformed.
    package mutating func identifier<ID: Identifier>(
        _ name: String,
        as type: ID.Type = ID.self
    ) throws(JSONFault) -> ID {
        guard let identifier = try optionalIdentifier(name, as: type) else {
            throw JSONFault(at: path(of: name), "is missing")
        }
        return identifier
    }

    /// An instant that may be absent.
    ///
    /// - Throws: A fault where it is not an instant by RFC 3339 in UTC.
    package mutating func optionalInstant(_ name: String) throws(JSONFault) -> Instant? {
        guard let json = take(name) else { return nil }
        guard case .string(let text) = json, let instant = Instant(text) else {
            throw JSONFault(
                at: path(of: name),
                "must be an instant in UTC, such as 2026-03-01T08:00:00Z"
            )
        }
        return instant
    }
}
