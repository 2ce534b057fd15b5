import Wire

/// One integer that a draw took from its stream.
package struct DrawnInteger: Hashable, Sendable {
    /// The bound below which it was drawn.
    package let bound: UInt128
    /// The integer.
    package let integer: UInt128

    /// Joins a bound and an integer below it.
    package init(bound: UInt128, integer: UInt128) {
        self.bound = bound
        self.integer = integer
    }
}

extension DrawnInteger: JSONForm {
    /// Writes both as decimal texts, for many readers of JSON lose digits of large numbers.
    package func write(to writer: inout JSONWriter) {
        writer.array([bound, integer]) { $0.string(Self.text(of: $1)) }
    }

    /// Reads both from decimal texts.
    package init(json: JSON) throws(JSONFault) {
        let numbers = (json.elements ?? []).compactMap { $0.text.flatMap(Self.number) }
        guard numbers.count == 2, json.elements?.count == 2 else {
            throw JSONFault(at: "", "must be a bound and an integer as decimal texts")
        }
        self.init(bound: numbers[0], integer: numbers[1])
    }

    private static func text(of number: UInt128) -> String {
        // Nearly all integers fit 64 bits, whose digits are found much faster.
        UInt64(exactly: number).map { String($0) } ?? String(number)
    }

    /// The number of a text, which is written in one way only.
    private static func number(_ text: String) -> UInt128? {
        UInt128(text).flatMap { Self.text(of: $0) == text ? $0 : nil }
    }
}
