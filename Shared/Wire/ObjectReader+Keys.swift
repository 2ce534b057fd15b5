import Primitives

extension ObjectReader {
    /// A key that names an attempt, or nil where it is absent.
    ///
    /// - Throws: A fault where it is not 1 to 128 printable ASCII characters.
    package mutating func optionalKey(_ name: String) throws(JSONFault) -> IdempotencyKey? {
        guard let text = try optionalText(name, largest: 128) else { return nil }
        guard let key = IdempotencyKey(text) else {
            throw JSONFault(at: path(of: name), "must be printable ASCII")
        }
        return key
    }

    /// The `key` that a write carries in its body.
    ///
    /// - Throws: A fault where it is absent or not 1 to 128 printable ASCII characters.
    package mutating func key() throws(JSONFault) -> IdempotencyKey {
        guard let key = try optionalKey("key") else {
            throw JSONFault(at: path(of: "key"), "is missing")
        }
        return key
    }

    /// Whether something is so; not where the member is absent.
    ///
    /// - Throws: A fault where it is neither true nor false.
    package mutating func flag(_ name: String) throws(JSONFault) -> Bool {
        switch take(name) {
        case nil: return false
        case .bool(let flag): return flag
        default: throw JSONFault(at: path(of: name), "must be true or false")
        }
    }
}
