/// JSON that is written once, and in each answer filled with an integer of its own.
package struct JSONTemplate: Sendable {
    /// What is written in the place of the integer; a text that held these 20 characters would be
    /// filled as well.
    private static let placeholder = Int64.min

    /// The value without the integer, in one piece so that to write it touches one array.
    fileprivate let text: [UInt8]
    /// Where in the text the integer stands, in order.
    fileprivate let places: [Int]

    /// Makes the template of one value.
    ///
    /// - Parameter write: Writes the value, with the number that it is given wherever an answer
    ///   has its own.
    package init(_ write: (inout JSONWriter, Int64) -> Void) {
        var writer = JSONWriter()
        write(&writer, Self.placeholder)
        let found = writer.bytes.ranges(of: Array("\(Self.placeholder)".utf8))
        var text: [UInt8] = []
        var places: [Int] = []
        var end = 0
        for place in found {
            text += writer.bytes[end..<place.lowerBound]
            places.append(text.count)
            end = place.upperBound
        }
        text += writer.bytes[end...]
        self.text = text
        self.places = places
    }
}

extension JSONWriter {
    /// Writes the value of a template with an integer in its places.
    package mutating func value(of template: JSONTemplate, _ integer: Int64) {
        raw(template.text[..<(template.places.first ?? template.text.count)])
        for index in template.places.indices {
            let next = index + 1
            let end = next < template.places.count ? template.places[next] : template.text.count
            insert(integer, before: template.text[template.places[index]..<end])
        }
    }

    /// The bytes of an object's members, which `raw` writes into others.
    package static func bytes(ofMembers write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(write)
        return Array(writer.bytes.dropFirst().dropLast())
    }
}
