/// HTTP header fields in their order; names are compared without regard to case.
package struct Headers: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One line of a request's or an answer's head.
    package struct Field: Sendable, Equatable {
        /// The name, as it was written.
        package let name: String
        /// The value; in an answer, without white space around it.
        package let value: String

        /// Makes a field; whether it may be sent is checked when it is.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Whether it names the request that it belongs to.
        var isRequestID: Bool {
            name.utf8.count == Headers.requestID.utf8.count
                && name.lowercased() == Headers.requestID.lowercased()
        }
    }

    /// The name of the field that a neighbour returns as it has come.
    static let requestID = "X-Request-Id"

    /// The fields in the order in which they are sent or came; a name may occur more than once.
    package private(set) var fields: [Field]

    /// Makes a list of the fields given, in their order.
    package init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// Makes a list of the pairs written, in their order.
    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The value of the first field of that name, in any case; nil where there is none.
    package subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return fields.first { $0.name.lowercased() == wanted }?.value
    }

    /// Adds a field at the end, beside any of the same name.
    package mutating func add(_ name: String, _ value: String) {
        add(Field(name: name, value: value))
    }

    /// Adds a field at the end, beside any of the same name.
    mutating func add(_ field: Field) { fields.append(field) }
}
