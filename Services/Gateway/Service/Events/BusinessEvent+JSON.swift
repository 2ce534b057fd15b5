import GatewayDomain
import Primitives
import Wire

extension BusinessEvent.Attribute {
    /// What a value of an attribute may be, for people.
    static let kinds = "text of 1 to 256 bytes, a whole number, true or false"
    /// What is said of a value that is none.
    static let expectation = "must be \(kinds)"

    /// The attribute of a JSON value, or nil where it is nothing that an attribute may be.
    init?(_ json: JSON) {
        switch json {
        case .string(let text) where (1...256).contains(text.utf8.count): self = .text(text)
        case .integer(let value): self = .integer(value)
        case .bool(let value): self = .bool(value)
        default: return nil
        }
    }

    /// Whether a text can name an attribute: it has the form of an identifier.
    static func isName(_ text: String) -> Bool {
        EventID.isValid(text)
    }
}
