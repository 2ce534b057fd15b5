import Primitives
import Wire

/// What was paid for an intent.
package struct Receipt: Hashable, Sendable {
    /// What the gateway answered; nil where nothing was charged.
    package let answer: JSON?

    /// Nothing was charged.
    package static let free = Receipt(answer: nil)

    /// The id of the gateway's transfer; nil where nothing was charged.
    package var transfer: TimeOrderedID? {
        answer?["transfer"]?["id"]?.text.flatMap { TimeOrderedID($0) }
    }

    /// What the gateway took, which of several choices too; nil where nothing was charged.
    package var paid: Price? {
        guard let asset = answer?["transfer"]?["asset"]?.text.flatMap({ AssetID($0) }),
            let amount = answer?["transfer"]?["amount"]?.integer
        else { return nil }
        return Price(Points(amount), of: asset)
    }

    /// Reads what the gateway answered, or nil where that names no transfer.
    init?(_ answer: JSON) {
        self.init(answer: answer)
        if transfer == nil { return nil }
    }

    private init(answer: JSON?) {
        self.answer = answer
    }
}

/// The gateway's final refusal of a charge.
package struct ChargeRefusal: Hashable, Sendable {
    /// The status of HTTP.
    package let status: Int
    /// The problem, its numbers (`available`, `missing`, `notAfter`, …) included.
    package let problem: JSON

    /// Which refusal it is, such as `insufficient-points`; nil where the problem does not say.
    package var slug: String? {
        problem["type"]?.text.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    }

    /// Keeps a refusal.
    package init(status: Int, problem: JSON) {
        self.status = status
        self.problem = problem
    }

    /// The problem as it is passed on.
    ///
    /// - Parameter instance: The id of the request that was decided.
    /// - Returns: The bytes, all other members as they came.
    func body(instance: String) -> [UInt8] {
        guard case .object(let members) = problem else { return JSONWriter.bytes(of: problem) }
        let own = JSON.Member("instance", .string(instance))
        let hasOne = members.contains { $0.name == own.name }
        let passed = members.map { $0.name == own.name ? own : $0 }
        return JSONWriter.bytes(of: .object(hasOne ? passed : passed + [own]))
    }
}
