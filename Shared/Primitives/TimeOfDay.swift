/// A local time of day, to the minute.
package struct TimeOfDay: Hashable, Sendable {
    /// Milliseconds since midnight, 0 to 86,400,000.
    package let sinceMidnightMs: Int64

    /// Whether it is `24:00`, the midnight at which a day ends.
    package var isMidnightAtEnd: Bool { sinceMidnightMs == 86_400_000 }

    /// The time of a text such as `08:30`, up to `24:00`, or nil where it is none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            let hours = DecimalText.number(bytes[0..<2]),
            let minutes = DecimalText.number(bytes[3..<5]),
            minutes < 60, hours * 60 + minutes <= 1440
        else { return nil }
        sinceMidnightMs = (hours * 60 + minutes) * 60_000
    }
}
