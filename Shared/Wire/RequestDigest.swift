import Crypto

/// What one idempotency key stands for: SHA-256 over what was asked, as it was sent.
///
/// Members are sorted by name and defaults are not filled in, so that the digest is equal alone
/// and in a batch, before and after an upgrade of the service.
package struct RequestDigest: Hashable, Sendable {
    /// The 32 bytes.
    package let bytes: [UInt8]

    /// Digests one request.
    ///
    /// - Parameters:
    ///   - operation: The type of the operation, such as `credit`.
    ///   - path: The parameters of the path, in their order.
    ///   - body: The members as they were sent.
    ///   - leftOut: Members of the top level that do not count: the key, and in a batch the type.
    package init(
        operation: String,
        path: [String] = [],
        body: JSON,
        leavingOut leftOut: [String] = []
    ) {
        var writer = JSONWriter(capacity: 256)
        writer.string(operation)
        for parameter in path { writer.string(parameter) }
        writer.sorted(body, leavingOut: leftOut)
        bytes = writer.bytes.withUnsafeBytes { Array(SHA256.hash(data: $0)) }
    }
}

extension JSONWriter {
    /// Writes a value with the members of every object in the order of their names' bytes.
    fileprivate mutating func sorted(_ json: JSON, leavingOut leftOut: [String] = []) {
        switch json {
        case .array(let elements): array(elements) { $0.sorted($1) }
        case .object(let members):
            object { writer in
                for place in members.placesByName where !leftOut.contains(members[place].name) {
                    writer.name(of: members[place].name)
                    writer.sorted(members[place].value)
                }
            }
        default: value(json)
        }
    }
}

extension [JSON.Member] {
    /// The places of the members in the order of their names' bytes.
    fileprivate var placesByName: [Int] {
        indices.sorted { self[$0].name.utf8.lexicographicallyPrecedes(self[$1].name.utf8) }
    }
}
