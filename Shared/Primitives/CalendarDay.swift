/// A day of the proleptic Gregorian calendar, without a zone.
package struct CalendarDay: Hashable, Sendable {
    /// Days since 1970-01-01, negative before it.
    package let daysSinceEpoch: Int64

    /// The day that many days after 1970-01-01.
    package init(daysSinceEpoch: Int64) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The day of that date, or nil where there is no such date in the years 0 to 9999.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (0...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        // Days from civil, by shifting the year's start to March (H. Hinnant, "chrono-compatible
        // low-level date algorithms").
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: era * 146_097 + dayOfEra - 719_468)
    }

    /// The day of a text such as `2026-03-01`, or nil where it is none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = DecimalText.number(bytes[0..<4]),
            let month = DecimalText.number(bytes[5..<7]),
            let day = DecimalText.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The year, month (1 to 12) and day of the month (1 to 31).
    package var date: (year: Int64, month: Int64, day: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    /// The number of days of a month (1 to 12) of a year.
    package static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension CalendarDay: Comparable {
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension CalendarDay: CustomStringConvertible {
    package var description: String {
        let isUsual = (0...9999).contains(date.year)
        // So short a text lies within its string, without memory of its own.
        let capacity = isUsual ? DecimalText.usualDay : DecimalText.longest
        return String(unsafeUninitializedCapacity: capacity) { buffer in
            var text = DecimalText(buffer)
            text.append(self)
            return text.count
        }
    }
}

/// Writes short texts of zero-padded decimal numbers in place.
struct DecimalText {
    /// How many bytes the longest text takes, the year being any that an instant can have.
    static let longest = 64
    /// How many bytes a day of the years 0 to 9999 takes.
    static let usualDay = 10

    private(set) var count = 0
    private let buffer: UnsafeMutableBufferPointer<UInt8>

    /// Writes into a buffer that has room for the text.
    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func append(_ character: Unicode.Scalar) {
        buffer[count] = UInt8(ascii: character)
        count += 1
    }

    /// Appends a number, padded with zeros to the width; one that is wider is written in full.
    mutating func append(_ number: Int64, width: Int) {
        if number < 0 { append("-") }
        // From the last digit to the first: by a constant a number is divided several times faster.
        var rest = number.magnitude
        var digits = 1
        while rest >= 10 {
            digits += 1
            rest /= 10
        }
        rest = number.magnitude
        let end = count + max(width, digits)
        for place in stride(from: end - 1, through: count, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count = end
    }

    mutating func append(_ day: CalendarDay) {
        let (year, month, dayOfMonth) = day.date
        append(year, width: 4)
        append("-")
        append(month, width: 2)
        append("-")
        append(dayOfMonth, width: 2)
    }

    /// The number that a few digits are, or nil where one of them is none.
    static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
