/// Why a secret could not be sealed or opened; it names keys, never what they hide.
package enum VaultFault: Error, Hashable, Sendable {
    /// A key has not 32 bytes, or an id that is none.
    case malformedKey
    /// No key is configured.
    case noKey
    /// Two keys have that id.
    case doubledKey(id: String)
    /// What is sealed does not have the form of it.
    case malformed
    /// It was sealed with a key that is not configured.
    case unknownKey(id: String)
    /// It was changed, or belongs to another place, or the key of that id is another one.
    case notGenuine(key: String)
    /// The system could not encrypt.
    case notSealed
}

extension VaultFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformedKey: "a key must have 32 bytes and an id of 1 to 32 of A-Z a-z 0-9 . _ -"
        case .noKey: "no key is configured"
        case .doubledKey(let id): "two keys have the id \(id)"
        case .malformed: "what is stored was not sealed by this suite"
        case .unknownKey(let id): "it was sealed with the key \(id), which is not configured"
        case .notGenuine(let id):
            "it was changed, belongs elsewhere, or the key \(id) is not the one that sealed it"
        case .notSealed: "encrypting failed"
        }
    }
}
