/// Writes JSON straight into bytes, members in the order in which they are written.
@usableFromInline
package struct JSONWriter {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Begins an empty text.
    package init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes an object whose members the body writes.
    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        begin()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        members(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Writes an array, the body once for each element.
    @inlinable
    package mutating func array<Elements: Sequence>(
        _ elements: Elements,
        _ write: (inout JSONWriter, Elements.Element) -> Void
    ) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    @usableFromInline
    mutating func beginArray() {
        begin()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    @usableFromInline
    mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes a member's name; its value must follow.
    package mutating func name(_ name: StaticString) {
        begin()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(
            contentsOf: UnsafeBufferPointer(
                start: name.utf8Start,
                count: name.utf8CodeUnitCount
            )
        )
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, escaped as little as RFC 8259 allows.
    package mutating func string(_ text: String) {
        begin()
        quote(text)
        needsComma = true
    }

    /// Writes an integer.
    package mutating func integer(_ value: Int64) {
        begin()
        digits(value)
        needsComma = true
    }

    /// Writes a boolean.
    package mutating func bool(_ value: Bool) {
        begin()
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
        needsComma = true
    }

    /// Writes text that is JSON already, or members that are.
    package mutating func raw(_ json: [UInt8]) {
        begin()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Writes text that is JSON already.
    package mutating func raw(_ json: some Collection<UInt8>) {
        begin()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Goes on with a value that has begun: with an integer, and the text behind it.
    mutating func insert(_ integer: Int64, before text: ArraySlice<UInt8>) {
        digits(integer)
        bytes.append(contentsOf: text)
    }

    private mutating func begin() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func digits(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value.magnitude
            var first = digits.count
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[first...])
        }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard !utf8.contains(where: Self.mustEscape) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        if isPlain != true { escape(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Self.hexadecimal(byte >> 4))
                bytes.append(Self.hexadecimal(byte & 15))
            default: bytes.append(byte)
            }
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? 0x30 + digit : 0x57 + digit
    }
}

extension JSONWriter {
    /// Writes a member that is a string.
    package mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        string(text)
    }

    /// Writes a member that is an integer.
    package mutating func member(_ name: StaticString, _ value: Int64) {
        self.name(name)
        integer(value)
    }

    /// Writes a member that is a boolean.
    package mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// Writes a member that is a string, or nothing where there is none.
    package mutating func member(_ name: StaticString, ifPresent text: String?) {
        if let text { member(name, text) }
    }

    /// Writes a member with any value.
    package mutating func member(_ name: StaticString, _ json: JSON) {
        self.name(name)
        value(json)
    }

    /// Writes any value; objects keep the order of their members.
    package mutating func value(_ json: JSON) {
        switch json {
        case .null: raw("null".utf8)
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let text): raw(text.utf8)
        case .string(let text): string(text)
        case .array(let elements): array(elements) { $0.value($1) }
        case .object(let members): object { $0.members(members) }
        }
    }

    /// Writes members of an object that is being written.
    package mutating func members(_ members: [JSON.Member]) {
        for member in members {
            name(member.name)
            value(member.value)
        }
    }

    /// Writes a member's name that is known only at run time; its value must follow.
    package mutating func name(of member: some CustomStringConvertible) {
        name(member.description)
    }

    private mutating func name(_ name: String) {
        begin()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The bytes of one value.
    package static func bytes(of json: JSON) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(json)
        return writer.bytes
    }
}
