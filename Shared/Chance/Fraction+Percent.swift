extension Fraction {
    /// The fraction in percent as decimal text without a sign, such as `12.50`, for display only.
    ///
    /// - Parameter digits: How many stand behind the point, 0 to 60; others are taken for the
    ///   nearest of these.
    /// - Returns: The text, rounded once, half to even.
    package func percentText(digits: Int) -> String {
        let places = min(max(digits, 0), 60)
        var (text, rest) = decimals(2 + places)
        let above = denominator - rest
        if rest > above || (rest == above && !text[text.count - 1].isMultiple(of: 2)) {
            Self.increment(&text)
        }
        let point = text.count - places
        let whole = text[..<point].drop { $0 == 0 }
        let behind = places > 0 ? "." + Self.digits(text[point...]) : ""
        return (whole.isEmpty ? "0" : Self.digits(whole)) + behind
    }

    /// The decimal digits of the whole part and so many behind it, and what the division left.
    private func decimals(_ places: Int) -> (digits: [UInt8], rest: UInt128) {
        var digits = String(numerator / denominator).utf8.map { $0 - UInt8(ascii: "0") }
        var rest = numerator % denominator
        for _ in 0..<places {
            // The rest is below the denominator, so ten of it divide to one digit.
            let ten = rest.multipliedFullWidth(by: 10)
            let (digit, left) = denominator.dividingFullWidth(ten)
            digits.append(UInt8(truncatingIfNeeded: digit))
            rest = left
        }
        return (digits, rest)
    }

    /// Adds one in the last place.
    private static func increment(_ digits: inout [UInt8]) {
        for place in digits.indices.reversed() {
            if digits[place] < 9 {
                digits[place] += 1
                return
            }
            digits[place] = 0
        }
        digits.insert(1, at: 0)
    }

    private static func digits(_ digits: ArraySlice<UInt8>) -> String {
        digits.map { String($0) }.joined()
    }
}
