import Crypto

/// Keeps seeds and salts encrypted at rest: AES-256-GCM, each bound to its game and epoch.
///
/// What is sealed is: the byte 1, the length of the key's id in one byte, the id, a random nonce
/// of 12 bytes, the ciphertext, a tag of 16. Associated data are, each behind its length: the
/// key's id, the kind of secret, the game, the epoch, and the round or nothing. Nonces being
/// random, a key may seal 2^32 secrets.
package struct SeedVault: Sendable {
    private static let format: UInt8 = 1

    private let first: VaultKey
    private let keys: [String: VaultKey]

    /// A vault whose first key seals, and all of whose keys open.
    ///
    /// - Throws: `VaultFault.noKey` or `.doubledKey`.
    package init(keys: [VaultKey]) throws(VaultFault) {
        guard let first = keys.first else { throw .noKey }
        var keysByID: [String: VaultKey] = [:]
        for key in keys {
            guard keysByID.updateValue(key, forKey: key.id) == nil else {
                throw .doubledKey(id: key.id)
            }
        }
        self.first = first
        self.keys = keysByID
    }

    /// Seals a secret, to be stored.
    ///
    /// - Throws: `VaultFault.notSealed`.
    package func seal<Hidden: Secret>(
        _ secret: Hidden,
        at place: SecretPlace
    ) throws(VaultFault) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(
                secret.bytes,
                using: first.key,
                authenticating: Self.data(first.id, Hidden.kind, place)
            )
            return [Self.format, UInt8(clamping: first.id.utf8.count)] + Array(first.id.utf8)
                + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .notSealed
        }
    }

    /// Opens what was sealed as that kind of secret at that place.
    ///
    /// - Throws: `VaultFault.malformed`, `.unknownKey` or `.notGenuine`.
    package func open<Hidden: Secret>(
        _ sealed: [UInt8],
        as kind: Hidden.Type = Hidden.self,
        at place: SecretPlace
    ) throws(VaultFault) -> Hidden {
        let id = try Self.keyID(of: sealed)
        guard let key = keys[id]?.key else { throw .unknownKey(id: id) }
        let plain: [UInt8]
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(2 + id.utf8.count))
            let data = Self.data(id, Hidden.kind, place)
            plain = Array(try AES.GCM.open(box, using: key, authenticating: data))
        } catch {
            throw .notGenuine(key: id)
        }
        guard let secret = Hidden(plain) else { throw .malformed }
        return secret
    }

    /// The id of the key that something was sealed with, which must be kept until all such
    /// secrets are revealed or sealed anew.
    ///
    /// - Throws: `VaultFault.malformed`.
    package static func keyID(of sealed: [UInt8]) throws(VaultFault) -> String {
        guard sealed.count >= 2, sealed[0] == format, sealed.count >= 2 + Int(sealed[1]),
            let id = String(validating: sealed[2..<2 + Int(sealed[1])], as: UTF8.self)
        else { throw .malformed }
        return id
    }

    private static func data(_ key: String, _ kind: String, _ place: SecretPlace) -> [UInt8] {
        var data: [UInt8] = []
        for field in [key, kind, place.game, place.epoch, place.round ?? ""] {
            data.append(field: field.utf8)
        }
        return data
    }
}

extension SeedVault: CustomReflectable {
    /// A mirror that shows the ids of the keys alone.
    package var customMirror: Mirror { Mirror(self, children: ["keys": keys.keys.sorted()]) }
}
