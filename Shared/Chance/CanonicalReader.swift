/// Reads canonical bytes, and takes no others: what it has read is written as the same bytes.
package struct CanonicalReader {
    /// How deep lists and records may lie in each other.
    package static let deepest = 32

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// Reads one value from all the bytes.
    ///
    /// - Throws: `CanonicalFault` where they are not the canonical bytes of a value.
    package static func value(of bytes: [UInt8]) throws(CanonicalFault) -> CanonicalValue {
        var reader = CanonicalReader(bytes: bytes)
        let value = try reader.value()
        guard reader.place == bytes.count else { throw .goesOn(at: reader.place) }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value() throws(CanonicalFault) -> CanonicalValue {
        switch CanonicalValue.Tag(rawValue: try take(1).first ?? 0) {
        case .nothing: return .nothing
        case .flag: return .flag(try flag())
        case .integer: return .integer(Int64(bitPattern: try number(bytes: 8)))
        case .text: return .text(try text())
        case .bytes: return .bytes(Array(try take(count())))
        case .list: return .list(try list())
        case .record: return .record(try record())
        case nil: throw .unknownByte(at: place - 1)
        }
    }

    private mutating func flag() throws(CanonicalFault) -> Bool {
        let byte = try number(bytes: 1)
        guard byte <= 1 else { throw .unknownByte(at: place - 1) }
        return byte == 1
    }

    private mutating func text() throws(CanonicalFault) -> String {
        let field = try take(count())
        guard let text = String(validating: field, as: UTF8.self) else {
            throw .malformedText(at: place - field.count)
        }
        return text
    }

    /// How many elements or members a list or record has that begins here.
    private mutating func enter() throws(CanonicalFault) -> Int {
        guard depth < Self.deepest else { throw .tooDeep(at: place) }
        let count = try count()
        depth += 1
        return count
    }

    private mutating func list() throws(CanonicalFault) -> [CanonicalValue] {
        let count = try enter()
        defer { depth -= 1 }
        var elements: [CanonicalValue] = []
        // The bytes end long before a count that they do not bear out is reached.
        while elements.count < count { elements.append(try value()) }
        return elements
    }

    private mutating func record() throws(CanonicalFault) -> [String: CanonicalValue] {
        let count = try enter()
        defer { depth -= 1 }
        var members: [String: CanonicalValue] = [:]
        var last: String?
        while members.count < count {
            let start = place
            let name = try text()
            guard name.utf8.allSatisfy({ $0 < 0x80 }) else { throw .malformedText(at: start) }
            if let last, !last.utf8.lexicographicallyPrecedes(name.utf8) {
                throw .namesOutOfOrder(at: start)
            }
            last = name
            members[name] = try value()
        }
        return members
    }

    private mutating func count() throws(CanonicalFault) -> Int {
        Int(try number(bytes: 4))
    }

    /// An unsigned number of so many bytes, at most 8.
    private mutating func number(bytes count: Int) throws(CanonicalFault) -> UInt64 {
        try take(count).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) throws(CanonicalFault) -> ArraySlice<UInt8> {
        guard count <= bytes.count - place else { throw .endsEarly }
        defer { place += count }
        return bytes[place..<place + count]
    }
}
