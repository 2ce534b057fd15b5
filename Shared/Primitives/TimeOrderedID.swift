/// An identifier that a service makes: a UUID of version 7 (RFC 9562, section 5.7).
///
/// Its first 48 bits are the instant, so that identifiers made one after another lie side by side
/// in an index.
package struct TimeOrderedID: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The identifier of an instant and of 74 random bits taken from two words.
    package init(at instant: Instant, random: (UInt64, UInt64)) {
        let time = UInt64(truncatingIfNeeded: max(0, instant.milliseconds)) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x7000 | random.0 & 0x0FFF
        low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// The identifier of its 16 bytes, or nil where there are not 16.
    package init?(bytes: [UInt8]) {
        let id = bytes.withUnsafeBytes { TimeOrderedID(bytes: $0) }
        guard let id else { return nil }
        self = id
    }

    /// The identifier of its 16 bytes where they lie, or nil where there are not 16.
    package init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// The identifier of a text in the usual form of 36 characters in lower case, or nil.
    package init?(_ text: String) {
        var digits: [UInt8] = []
        for (index, byte) in text.utf8.enumerated() {
            switch (index, byte) {
            case (8, UInt8(ascii: "-")), (13, UInt8(ascii: "-")), (18, UInt8(ascii: "-")),
                (23, UInt8(ascii: "-")):
                continue
            case (_, UInt8(ascii: "0")...UInt8(ascii: "9")):
                digits.append(byte - UInt8(ascii: "0"))
            case (_, UInt8(ascii: "a")...UInt8(ascii: "f")):
                digits.append(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        guard text.utf8.count == 36, digits.count == 32 else { return nil }
        high = digits[0..<16].reduce(0) { $0 << 4 | UInt64($1) }
        low = digits[16..<32].reduce(0) { $0 << 4 | UInt64($1) }
    }

    /// The 16 bytes, most significant first.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                let shift = UInt64(56 - 8 * index)
                buffer[index] = UInt8(truncatingIfNeeded: high >> shift)
                buffer[index + 8] = UInt8(truncatingIfNeeded: low >> shift)
            }
            count = 16
        }
    }
}

extension TimeOrderedID: CustomStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var place = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[place] = UInt8(ascii: "-")
                    place += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index & 15))) & 15
                buffer[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
                place += 1
            }
            return 36
        }
    }
}

extension TimeOrderedID: Comparable {
    package static func < (left: TimeOrderedID, right: TimeOrderedID) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
