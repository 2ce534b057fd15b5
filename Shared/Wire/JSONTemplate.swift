/// JSON that is written once, and in each answer filled with an integer of its own.
package struct JSONTemplate: Sendable {
    /// What is written in the place of the integer; a text that held these 20 characters would be
    /// filled as well.
    private static let placeholder = Int64.min

    /// What stands between the places of the integer.
    fileprivate let pieces: [[UInt8]]

    /// Makes the template of one value.
    ///
    /// - Parameter write: Writes the value, with the number that it is given wherever an answer
    ///   has its own.
    package init(_ write: (inout JSONWriter, Int64) -> Void) {
        var writer = JSONWriter()
        write(&writer, Self.placeholder)
        let places = writer.bytes.ranges(of: Array("\(Self.placeholder)".utf8))
        let starts = [0] + places.map(\.upperBound)
        let ends = places.map(\.lowerBound) + [writer.bytes.count]
        pieces = zip(starts, ends).map { Array(writer.bytes[$0..<$1]) }
    }
}

extension JSONWriter {
    /// Writes the value of a template with an integer in its places.
    package mutating func value(of template: JSONTemplate, _ integer: Int64) {
        raw(template.pieces[0])
        for piece in template.pieces.dropFirst() { insert(integer, before: piece) }
    }

    /// The bytes of an object's members, which `raw` writes into others.
    package static func bytes(ofMembers write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(write)
        return Array(writer.bytes.dropFirst().dropLast())
    }
}
