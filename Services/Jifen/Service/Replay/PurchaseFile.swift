import Foundation
import Primitives

/// A log of purchases: a header, then `customer_id yyyymmdd number_of_items value` on each line.
///
/// The words are separated by white space; the value has at most two decimals and is read as it
/// is written, never as a floating-point number. The whole log is read and checked before
/// anything is made of it, as it need not be in the order of days.
package struct PurchaseFile: Sendable {
    /// The purchases of one day, in the file's order.
    package struct Day: Sendable {
        /// The day.
        package let day: CalendarDay
        /// What was bought on it, at least one purchase.
        package let purchases: [Purchase]
    }

    /// All purchases, in the file's order.
    package let purchases: [Purchase]

    /// Reads a file.
    ///
    /// - Throws: `CommandFault` where it cannot be read or a line is none of a log's, naming it.
    package init(path: String) throws(CommandFault) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFault("\(path) cannot be read", isInput: true)
        }
        do throws(CommandFault) {
            try self.init(bytes: Array(data))
        } catch {
            throw CommandFault("\(path): \(error)", isInput: true)
        }
    }

    /// Reads the bytes of a file.
    ///
    /// - Throws: As for a file.
    package init(bytes: [UInt8]) throws(CommandFault) {
        var purchases: [Purchase] = []
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let words = line.split { [0x20, 0x09, 0x0D].contains($0) }
            if words.isEmpty { continue }
            do throws(CommandFault) {
                purchases.append(try Purchase(words, line: number))
                // Taken for a header it would be lost in silence.
                if number == 1 { throw CommandFault("a header must stand before the purchases") }
            } catch {
                if number == 1, purchases.isEmpty { continue }
                throw CommandFault("line \(number): \(error)", isInput: true)
            }
        }
        guard !purchases.isEmpty else { throw CommandFault("has no purchases", isInput: true) }
        self.purchases = purchases
    }

    /// The purchases by day, the earliest day first.
    package var days: [Day] {
        Dictionary(grouping: purchases, by: \.day)
            .map { Day(day: $0.key, purchases: $0.value) }
            .sorted { $0.day < $1.day }
    }
}

extension Purchase {
    /// Reads the words of a line.
    fileprivate init(_ words: [ArraySlice<UInt8>], line: Int) throws(CommandFault) {
        guard words.count == 4 else {
            throw CommandFault("has \(words.count) words, not a customer, a day, a number, a value")
        }
        let customer = String(decoding: words[0], as: UTF8.self)
        guard MemberID.isValid(customer) else {
            throw CommandFault("the customer must be 1 to 64 characters of A-Z a-z 0-9 . _ : -")
        }
        guard let day = Self.day(words[1]) else {
            throw CommandFault("the day must be a date such as 19970131, of 1970 to 9999")
        }
        guard let quantity = Self.number(words[2], longest: 9) else {
            throw CommandFault("the number must be a whole one of at most 9 digits")
        }
        guard let amount = Self.amount(words[3]) else {
            throw CommandFault("the value must be such as 12 or 12.34, at most 10000000000.00")
        }
        self.init(
            line: line,
            customer: customer,
            day: day,
            quantity: quantity,
            amountMinor: amount
        )
    }

    private static func day(_ word: ArraySlice<UInt8>) -> CalendarDay? {
        guard word.count == 8, let number = number(word, longest: 8), number >= 1970_0000 else {
            return nil
        }
        return CalendarDay(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// Hundredths of a decimal text.
    private static func amount(_ word: ArraySlice<UInt8>) -> Int64? {
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = number(parts[0], longest: 11) else { return nil }
        var cents: Int64 = 0
        if parts.count == 2 {
            guard let digits = number(parts[1], longest: 2) else { return nil }
            cents = parts[1].count == 1 ? digits * 10 : digits
        }
        let amount = whole * 100 + cents
        return parts.count <= 2 && amount <= 1_000_000_000_000 ? amount : nil
    }

    /// A number of 1 to `longest` digits, at most 18.
    private static func number(_ digits: ArraySlice<UInt8>, longest: Int) -> Int64? {
        guard (1...longest).contains(digits.count) else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
