// Numbers and strings, byte by byte.

extension JSONParser {
    /// A number; one without fraction and exponent that fits 64 bits becomes an integer.
    mutating func number() throws(JSONFault) -> JSON {
        let start = position
        let negative = take(UInt8(ascii: "-"))
        guard isDigit(peek) else { throw fault("a digit was expected") }
        let leadingZero = peek == UInt8(ascii: "0")
        var value: Int64 = 0
        var overflow = false
        let firstDigit = position
        while isDigit(peek) {
            let digit = Int64(peek - UInt8(ascii: "0"))
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooFar) = product.addingReportingOverflow(negative ? -digit : digit)
            overflow = overflow || tooLarge || tooFar
            value = sum
            position += 1
        }
        guard !leadingZero || position == firstDigit + 1 else { throw fault("a leading zero") }
        let isWhole = try !fractionAndExponent()
        if isWhole, !overflow { return .integer(value) }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// Skips `.5e-3`, and says whether any of it was there.
    private mutating func fractionAndExponent() throws(JSONFault) -> Bool {
        var found = false
        if take(UInt8(ascii: ".")) {
            found = true
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            found = true
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return found
    }

    private mutating func digits() throws(JSONFault) {
        guard isDigit(peek) else { throw fault("a digit was expected") }
        while isDigit(peek) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }

    /// A string; the cursor stands on its opening quote.
    mutating func string() throws(JSONFault) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try text(start..<position)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw fault("a control character in a string") }
            position += 1
        }
        throw fault("the text ends inside a string")
    }

    private func text(_ range: Range<Int>) throws(JSONFault) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw fault("a string is not UTF-8")
        }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fault("a string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fault("a control character in a string")
            default: text.append(byte)
            }
        }
        throw fault("the text ends inside a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
        let byte = peek
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw fault("an unknown escape")
        }
    }

    /// The scalar of a `\u` escape or of a surrogate pair; the cursor stands behind the `u`.
    private mutating func escapedScalar() throws(JSONFault) -> Character {
        var code = try hexadecimal()
        if (0xD800..<0xDC00).contains(code) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                throw fault("half a surrogate pair")
            }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw fault("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = peek
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): code = code << 4 | UInt32(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): code = code << 4 | UInt32(byte - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): code = code << 4 | UInt32(byte - 0x37)
            default: throw fault("four hexadecimal digits were expected")
            }
            position += 1
        }
        return code
    }
}
