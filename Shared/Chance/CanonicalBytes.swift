/// A value written in the one way that it can be, for ever; what is hashed and exported.
package struct CanonicalBytes: Hashable, Sendable {
    /// The bytes.
    package private(set) var bytes: [UInt8] = []

    /// Writes a value.
    package init(_ value: CanonicalValue) {
        append(value)
    }

    /// Writes the layout of a round: a list of the faces, in the order of their places.
    package init(layout faces: [CanonicalValue]) {
        self.init(.list(faces))
    }

    private mutating func append(_ value: CanonicalValue) {
        switch value {
        case .nothing:
            append(tag: .nothing)
        case .flag(let flag):
            append(tag: .flag)
            bytes.append(flag ? 1 : 0)
        case .integer(let integer):
            append(tag: .integer)
            bytes.append(bigEndian: integer)
        case .text(let text):
            append(tag: .text)
            bytes.append(field: text.utf8)
        case .bytes(let plain):
            append(tag: .bytes)
            bytes.append(field: plain)
        case .list(let elements):
            append(tag: .list)
            bytes.append(count: elements.count)
            for element in elements { append(element) }
        case .record(let members):
            append(tag: .record)
            bytes.append(count: members.count)
            append(sorted: members)
        }
    }

    private mutating func append(tag: CanonicalValue.Tag) {
        bytes.append(tag.rawValue)
    }

    private mutating func append(sorted members: [String: CanonicalValue]) {
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (name, value) in sorted {
            bytes.append(field: name.utf8)
            append(value)
        }
    }
}
