import Wire

/// A value with one form in JSON: the store keeps it so, and exports show it so.
///
/// Reading takes nothing but that form, and gives a value equal to the one that was written.
package protocol JSONForm: Sendable {
    /// Writes the value.
    func write(to writer: inout JSONWriter)

    /// Reads the value.
    ///
    /// - Throws: A fault with the path within the value.
    init(json: JSON) throws(JSONFault)
}

extension JSONForm {
    /// The value as a text in JSON.
    package var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Reads the value of a text in JSON.
    ///
    /// - Throws: A fault where it is no JSON, or not the value's form.
    package init(jsonBytes: [UInt8]) throws(JSONFault) {
        try self.init(json: try JSONParser.parse(jsonBytes))
    }
}

/// A value whose form is an object, or some members of a larger one.
package protocol ObjectForm: JSONForm {
    /// Writes the value's members into an object that is being written.
    func writeMembers(to writer: inout JSONWriter)

    /// Reads the value's members.
    ///
    /// - Throws: A fault with the path within the object.
    init(members: inout ObjectReader) throws(JSONFault)
}

extension ObjectForm {
    /// Writes the value as an object.
    package func write(to writer: inout JSONWriter) {
        writer.object { writeMembers(to: &$0) }
    }

    /// Reads the value of an object that has no other members.
    ///
    /// - Throws: A fault with the path within the object.
    package init(json: JSON) throws(JSONFault) {
        var members = try ObjectReader(json)
        try self.init(members: &members)
        try members.finish()
    }
}
