/// A JSON text (RFC 8259) as it was sent: integers exact, names of an object in their order.
package enum JSON: Hashable, Sendable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number written without fraction and exponent that 64 bits can hold.
    case integer(Int64)
    /// Any other number, as it was written.
    case number(String)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object, its members in the order of the text, their names distinct.
    case object([Member])

    /// One member of an object.
    package struct Member: Hashable, Sendable {
        /// The member's name, unescaped.
        package let name: String
        /// The member's value.
        package let value: JSON

        /// Joins a name and its value.
        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The value of an object's member, or nil where there is none or this is no object.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The element of an array, or nil where there is none or this is no array.
    package subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else {
            return nil
        }
        return elements[index]
    }

    /// The text of a string, or nil.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of an integer, or nil.
    package var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The elements of an array, or nil.
    package var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    /// A JSON string.
    package init(stringLiteral value: String) {
        self = .string(value)
    }

    /// A JSON integer.
    package init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    /// A JSON boolean.
    package init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// A JSON array.
    package init(arrayLiteral elements: JSON...) {
        self = .array(elements)
    }

    /// A JSON object, its members in the order of the literal.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
