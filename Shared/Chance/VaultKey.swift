import Crypto
import Wire

/// A key that seeds and salts are encrypted with at rest.
package struct VaultKey: Sendable {
    /// The key's name, which stands beside what it encrypted; 1 to 32 of `A-Z a-z 0-9 . _ -`.
    package let id: String
    let key: SymmetricKey

    /// A key of 32 bytes.
    ///
    /// - Throws: `VaultFault.malformedKey` where there are not 32 bytes, or the id is none.
    package init(id: String, bytes: [UInt8]) throws(VaultFault) {
        guard bytes.count == 32, (1...32).contains(id.utf8.count),
            id.utf8.allSatisfy(Self.isCharacter)
        else { throw .malformedKey }
        self.id = id
        key = SymmetricKey(data: bytes)
    }

    /// A key of 64 hexadecimal digits in lower case.
    ///
    /// - Throws: `VaultFault.malformedKey` where they are none, or the id is none.
    package init(id: String, hexadecimal digits: String) throws(VaultFault) {
        guard let bytes = [UInt8](hexadecimal: digits) else { throw .malformedKey }
        try self.init(id: id, bytes: bytes)
    }

    private static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension VaultKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "<vault key \(id)>" }
    /// A mirror that shows the id alone.
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
