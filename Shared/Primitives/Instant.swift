/// A point in time, to the millisecond.
package struct Instant: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let milliseconds: Int64

    /// The instant that many milliseconds after 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The instant of a text by RFC 3339 in UTC, such as `2026-03-01T08:00:00Z`, or nil.
    ///
    /// Taken are the years 1970 to 9999, `Z` as the only offset, and up to nine decimals of a
    /// second, of which the first three count.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (20...30).contains(bytes.count), bytes.last == UInt8(ascii: "Z"),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"),
            let year = DecimalText.number(bytes[0..<4]),
            let month = DecimalText.number(bytes[5..<7]),
            let dayOfMonth = DecimalText.number(bytes[8..<10]),
            let hour = DecimalText.number(bytes[11..<13]),
            let minute = DecimalText.number(bytes[14..<16]),
            let second = DecimalText.number(bytes[17..<19]),
            let millisecond = Self.milliseconds(bytes[19..<(bytes.count - 1)]),
            let day = CalendarDay(year: year, month: month, day: dayOfMonth),
            year >= 1970, hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = ((day.daysSinceEpoch * 24 + hour) * 60 + minute) * 60 + second
        self.init(milliseconds: seconds * 1000 + millisecond)
    }

    /// The calendar day in UTC on which the instant lies.
    package var utcDay: CalendarDay {
        CalendarDay(daysSinceEpoch: Self.floorDivide(milliseconds, 86_400_000))
    }

    /// The milliseconds of `.123…`, or of nothing.
    private static func milliseconds(_ fraction: ArraySlice<UInt8>) -> Int64? {
        guard let first = fraction.first else { return 0 }
        let digits = fraction.dropFirst()
        guard first == UInt8(ascii: "."), !digits.isEmpty, DecimalText.number(digits) != nil else {
            return nil
        }
        let counted = digits.prefix(3)
        return DecimalText.number(
            counted + Array(repeating: UInt8(ascii: "0"), count: 3 - counted.count)
        )
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Instant: Comparable {
    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Instant: CustomStringConvertible {
    package var description: String {
        let remainder = milliseconds % 86_400_000
        let rest = remainder < 0 ? remainder + 86_400_000 : remainder
        return String(unsafeUninitializedCapacity: DecimalText.longest) { buffer in
            var text = DecimalText(buffer)
            text.append(utcDay)
            text.append("T")
            text.append(rest / 3_600_000, width: 2)
            text.append(":")
            text.append(rest / 60_000 % 60, width: 2)
            text.append(":")
            text.append(rest / 1000 % 60, width: 2)
            text.append(".")
            text.append(rest % 1000, width: 3)
            text.append("Z")
            return text.count
        }
    }
}
