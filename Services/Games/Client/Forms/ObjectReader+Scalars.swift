import Chance
import Primitives
import Wire

extension ObjectReader {
    /// A whole number that 64 bits hold.
    ///
    /// - Throws: A fault where it is absent or none.
    mutating func integer(_ name: String) throws(JSONFault) -> Int64 {
        try integer(name, in: .min ... .max)
    }

    /// A count from 0 on.
    ///
    /// - Throws: A fault where it is absent or none.
    mutating func count(_ name: String) throws(JSONFault) -> Int64 {
        try integer(name, in: 0 ... .max)
    }

    /// A text that may be empty.
    ///
    /// - Throws: A fault where it is absent, no text, or longer than `largest` bytes.
    mutating func plainText(_ name: String, largest: Int) throws(JSONFault) -> String {
        guard let text = take(name)?.text, text.utf8.count <= largest else {
            throw JSONFault(at: path(of: name), "must be text of at most \(largest) bytes")
        }
        return text
    }

    /// An instant.
    ///
    /// - Throws: A fault where it is absent or none.
    mutating func instant(_ name: String) throws(JSONFault) -> Instant {
        guard let instant = try optionalInstant(name) else {
            throw JSONFault(at: path(of: name), "is missing")
        }
        return instant
    }

    /// A calendar day.
    ///
    /// - Throws: A fault where it is absent or none.
    mutating func day(_ name: String) throws(JSONFault) -> CalendarDay {
        guard let day = try optionalDay(name) else {
            throw JSONFault(at: path(of: name), "is missing")
        }
        return day
    }

    /// One of the words of an enumeration.
    ///
    /// - Throws: A fault where it is absent or none of them.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        as type: Word.Type = Word.self
    ) throws(JSONFault) -> Word where Word.RawValue == String {
        guard let word = take(name)?.text.flatMap(Word.init(rawValue:)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONFault(at: path(of: name), "must be one of \(words)")
        }
        return word
    }

    /// Bytes of a fixed number, as hexadecimal digits in lower case.
    ///
    /// - Throws: A fault where they are absent or none.
    mutating func fixedBytes<Bytes: FixedBytes>(
        _ name: String,
        as type: Bytes.Type = Bytes.self
    ) throws(JSONFault) -> Bytes {
        guard let bytes = take(name)?.text.flatMap(Bytes.init(hexadecimal:)) else {
            let digits = Bytes.length * 2
            throw JSONFault(at: path(of: name), "must be \(digits) hexadecimal digits")
        }
        return bytes
    }
}
