/// A value that goes into a statement.
@usableFromInline
package enum SQLValue: Sendable {
    /// A 64-bit integer; booleans are 0 and 1, instants are milliseconds.
    case int(Int64)
    /// Text in UTF-8.
    case text(String)
    /// Bytes.
    case blob([UInt8])
    /// No value.
    case null

    /// An integer, or no value.
    package static func optional(_ value: Int64?) -> SQLValue {
        value.map(SQLValue.int) ?? .null
    }

    /// A text, or no value.
    package static func optional(_ text: String?) -> SQLValue {
        text.map(SQLValue.text) ?? .null
    }

    /// Bytes, or no value.
    package static func optional(_ bytes: [UInt8]?) -> SQLValue {
        bytes.map(SQLValue.blob) ?? .null
    }
}
