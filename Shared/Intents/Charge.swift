import Primitives
import Wire

/// What something costs: an amount of one asset.
package struct Price: Hashable, Sendable {
    /// Which asset.
    package let asset: AssetID
    /// How much of it, from 1 on.
    package let amount: Points

    /// Names a price.
    package init(_ amount: Points, of asset: AssetID) {
        self.asset = asset
        self.amount = amount
    }
}

/// A charge exactly as it is to be sent, fixed when its intent begins.
package struct Charge: Hashable, Sendable {
    /// The gateway's path.
    package let path: String
    /// The bytes of the body.
    package let body: [UInt8]

    /// Fixes the path and the bytes of a charge.
    package init(path: String, body: [UInt8]) {
        self.path = path
        self.body = body
    }

    /// A debit of one price, or of the first of several that the gateway finds in full.
    ///
    /// - Parameters:
    ///   - price: What is taken.
    ///   - others: What is taken instead where `price` is not there in full, in order; at most 7.
    ///   - member: From whom.
    ///   - reason: What for, 1 to 256 bytes; stands in the member's statement.
    ///   - reference: What it refers to in the service's own books, or nil.
    ///   - notAfter: The last instant at which the gateway may make the charge, by its clock.
    /// - Returns: The charge, its bytes fixed.
    package static func debit(
        _ price: Price,
        or others: [Price] = [],
        from member: MemberID,
        reason: String,
        reference: Reference? = nil,
        notAfter: Instant
    ) -> Charge {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("member", member.text)
            if others.isEmpty {
                writer.write(price)
            } else {
                writer.name("oneOf")
                writer.array([price] + others) { writer, price in
                    writer.object { $0.write(price) }
                }
            }
            writer.member("reason", reason)
            writer.member("reference", ifPresent: reference?.text)
            writer.member("notAfter", notAfter.description)
        }
        return Charge(path: "/v1/debits", body: writer.bytes)
    }

    /// What the charge takes, as the gateway's members `asset` and `amount`, or `oneOf`.
    var price: [JSON.Member] {
        // Lost is why the bytes are no JSON, which the gateway will say.
        guard case .object(let members)? = try? JSONParser.parse(body) else { return [] }
        return members.filter { ["asset", "amount", "oneOf"].contains($0.name) }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ price: Price) {
        member("asset", price.asset.text)
        member("amount", price.amount.value)
    }
}
