import Primitives
import Wire

// The values that the sections of several services have in common.

extension SectionReader {
    /// The largest number of an exact decimal, such as a multiplier.
    private static let largestDecimal: Int64 = 1000

    /// A whole number within a range, or nil where it is absent or at fault.
    package mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        optional { object throws(JSONFault) in try object.optionalInteger(name, in: range) }
    }

    /// A whole number within a range that must be there.
    package mutating func requiredInteger(
        _ name: String,
        in range: ClosedRange<Int64>
    ) -> Int64? {
        read { object throws(JSONFault) in try object.integer(name, in: range) }
    }

    /// A whole number of any size, whose range is for the rules to check, or nil where it is absent
    /// or at fault.
    package mutating func wholeNumber(_ name: String) -> Int64? {
        optional { object throws(JSONFault) in
            guard let json = object.take(name) else { return nil }
            guard let number = json.integer else {
                throw JSONFault(at: object.path(of: name), "must be a whole number")
            }
            return number
        }
    }

    /// A whole number of any size that must be there, or nil where it is absent or at fault.
    package mutating func requiredWholeNumber(_ name: String) -> Int64? {
        if !has(name) { fault(at: name, "is missing") }
        return wholeNumber(name)
    }

    /// Text of at most so many bytes, or nil where it is absent or at fault.
    package mutating func text(_ name: String, largest: Int) -> String? {
        optional { object throws(JSONFault) in
            try object.optionalText(name, largest: largest)
        }
    }

    /// An instant, or nil where it is absent or at fault.
    package mutating func instant(_ name: String) -> Instant? {
        optional { object throws(JSONFault) in try object.optionalInstant(name) }
    }

    /// An identifier that may be absent, or nil where it is or is at fault.
    package mutating func optionalIdentifier<ID: Identifier>(
        _ name: String,
        as type: ID.Type = ID.self
    ) -> ID? {
        optional { object throws(JSONFault) in try object.optionalIdentifier(name, as: type) }
    }

    /// An identifier that must be there.
    package mutating func identifier<ID: Identifier>(
        _ name: String,
        as type: ID.Type = ID.self
    ) -> ID? {
        read { object throws(JSONFault) in try object.identifier(name, as: type) }
    }

    /// A literal `true`, or false where it is absent.
    package mutating func flag(_ name: String) -> Bool {
        read { object throws(JSONFault) in
            guard let json = object.take(name) else { return false }
            guard case .bool(let value) = json, value else {
                throw JSONFault(at: object.path(of: name), "must be true, or left out")
            }
            return true
        } ?? false
    }

    /// One of a list of words that must be there.
    package mutating func word<Word: RawRepresentable<String>>(
        _ name: String,
        of words: [Word]
    ) -> Word? {
        read { object throws(JSONFault) in
            try Self.word(object.required(name), at: object.path(of: name), of: words)
        }
    }

    /// One of a list of words, or nil where it is absent or at fault.
    package mutating func optionalWord<Word: RawRepresentable<String>>(
        _ name: String,
        of words: [Word]
    ) -> Word? {
        optional { object throws(JSONFault) in
            guard let json = object.take(name) else { return nil }
            return try Self.word(json, at: object.path(of: name), of: words)
        }
    }

    private static func word<Word: RawRepresentable<String>>(
        _ json: JSON,
        at path: String,
        of words: [Word]
    ) throws(JSONFault) -> Word {
        guard let word = words.first(where: { $0.rawValue == json.text }) else {
            let names = words.map(\.rawValue).joined(separator: " or ")
            throw JSONFault(at: path, "must be \(names)")
        }
        return word
    }

    /// A day, or nil where it is absent or at fault.
    package mutating func day(_ name: String) -> CalendarDay? {
        optional { object throws(JSONFault) in try object.optionalDay(name) }
    }

    /// A time of day that must be there.
    ///
    /// - Parameters:
    ///   - name: The member's name.
    ///   - isEnd: Whether it may be `24:00`, the end of a day.
    /// - Returns: The time, or nil where it is absent or at fault.
    package mutating func time(_ name: String, isEnd: Bool = false) -> TimeOfDay? {
        read { object throws(JSONFault) in
            let json = try object.required(name)
            guard let time = json.text.flatMap({ TimeOfDay($0) }), isEnd || !time.isMidnightAtEnd
            else {
                throw JSONFault(at: object.path(of: name), "must be a time of day, such as 08:30")
            }
            return time
        }
    }

    /// A decimal number above 0 and at most 1,000 with up to four decimals, as an exact fraction,
    /// that must be there.
    package mutating func decimal(_ name: String) -> Ratio? {
        read { object throws(JSONFault) in
            guard let ratio = Self.decimal(try object.required(name)) else {
                throw JSONFault(
                    at: object.path(of: name),
                    "must be a number above 0, at most 1000, with at most 4 decimals"
                )
            }
            return ratio
        }
    }

    private static func decimal(_ json: JSON) -> Ratio? {
        let text: String
        switch json {
        case .integer(let value): text = String(value)
        case .number(let number): text = number
        default: return nil
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1].count : 0
        guard (1...2).contains(parts.count), (1...4).contains(parts[0].count), decimals <= 4,
            let value = digits(parts.joined()),
            let ratio = Ratio(value, over: [1, 10, 100, 1000, 10_000][decimals]),
            ratio > .zero, let limit = Ratio(largestDecimal, over: 1), ratio <= limit
        else { return nil }
        return ratio
    }

    /// The number that at most 8 decimal digits spell, or nil where there are others or none.
    private static func digits(_ bytes: some Sequence<UInt8>) -> Int64? {
        var number: Int64 = 0
        var count = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < 8 else {
                return nil
            }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
            count += 1
        }
        return count > 0 ? number : nil
    }
}
