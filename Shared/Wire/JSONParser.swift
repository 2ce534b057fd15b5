/// Reads one JSON text strictly: UTF-8, no duplicate names, bounded depth, nothing behind it.
package struct JSONParser {
    /// How deep arrays and objects may nest.
    package static let largestDepth = 32

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    /// Parses a whole text.
    ///
    /// - Parameter bytes: The text in UTF-8.
    /// - Returns: The value that the text spells.
    /// - Throws: A fault that names the place in the text.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONFault) -> JSON {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.fault("unexpected text") }
        return value
    }

    /// Parses a whole text that lies in an array.
    ///
    /// - Parameter bytes: The text in UTF-8.
    /// - Returns: The value that the text spells.
    /// - Throws: A fault that names the place in the text.
    package static func parse(_ bytes: [UInt8]) throws(JSONFault) -> JSON {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, JSONFault> in
            do throws(JSONFault) {
                return .success(try parse(buffer))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSON {
        guard depth <= Self.largestDepth else { throw fault("nested too deeply") }
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw fault("a value was expected")
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        members.reserveCapacity(8)
        var names = NameSet()
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw fault("a name was expected") }
            let name = try string()
            guard names.insert(name, among: members) else {
                throw fault("the name \"\(name.prefix(64))\" stands twice")
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fault("a colon was expected") }
            skipSpace()
            members.append(JSON.Member(name, try value(depth: depth + 1)))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw fault("a comma or } was expected") }
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw fault("a comma or ] was expected") }
        }
    }

    private mutating func literal(
        _ word: StaticString,
        _ value: JSON
    ) throws(JSONFault) -> JSON {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[position..<end].elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
            )
        else { throw fault("a value was expected") }
        position = end
        return value
    }
}

// MARK: The cursor

extension JSONParser {
    /// The next byte, 0 at the end.
    var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte, position < bytes.count else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    func fault(_ message: String) -> JSONFault {
        JSONFault(at: "", "not JSON at byte \(position): \(message)")
    }
}

/// Finds a name that stands twice, without a set while the object is small.
private struct NameSet {
    private var names: Set<String> = []

    mutating func insert(_ name: String, among members: [JSON.Member]) -> Bool {
        if members.count < 16 { return !members.contains { $0.name == name } }
        if names.isEmpty { names = Set(members.map(\.name)) }
        return names.insert(name).inserted
    }
}
