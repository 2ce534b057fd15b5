/// What a typed identifier of the suite has in common: text from one small alphabet.
package protocol Identifier: Hashable, Sendable, CustomStringConvertible {
    /// The identifier as it travels and is stored.
    var text: String { get }

    /// Takes text that `isValid` has accepted.
    init(validated text: String)
}

extension Identifier {
    /// The identifier of that text, or nil where the text is not one.
    package init?(_ text: String) {
        guard Self.isValid(text) else { return nil }
        self.init(validated: text)
    }

    /// Whether the text is 1 to 64 characters of `A-Z a-z 0-9 . _ : -`.
    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...64).contains(bytes.count) && bytes.allSatisfy(\.isIdentifierCharacter)
    }

    /// The identifier as it travels.
    package var description: String { text }
}

extension UInt8 {
    fileprivate var isIdentifierCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// A member of the loyalty programme, as the host names it.
package struct MemberID: Identifier {
    /// The host's name for the member.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A kind of value that the programme keeps, such as `points` or `tickets`.
package struct AssetID: Identifier {
    /// The asset's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// What a movement refers to in the caller's own books, such as an order's number.
package struct Reference: Identifier {
    /// The caller's name for it.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A product of the mall.
package struct ProductID: Identifier {
    /// The product's name in the mall.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}
