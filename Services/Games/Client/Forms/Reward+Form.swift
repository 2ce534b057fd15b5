import GamesDomain
import Primitives
import Wire

extension Reward: JSONForm {
    /// Writes what is handed out as an object, or `null` where that is nothing.
    package func write(to writer: inout JSONWriter) {
        if self == .nothing { return writer.value(.null) }
        writer.object { writer in
            switch self {
            case .asset(let asset, let amount):
                writer.member("asset", asset.text)
                writer.member("amount", amount.value)
            case .freezes(let count): writer.member("freezes", count)
            case .product(let product, let quantity):
                writer.member("product", product.text)
                writer.member("quantity", quantity)
            case .chances(let count): writer.member("chances", count)
            case .nothing: break
            }
        }
    }

    /// Reads what is handed out.
    package init(json: JSON) throws(JSONFault) {
        if json == .null {
            self = .nothing
            return
        }
        var members = try ObjectReader(json)
        if let asset = try members.optionalIdentifier("asset", as: AssetID.self) {
            self = .asset(asset, Points(try members.integer("amount")))
        } else if let product = try members.optionalIdentifier("product", as: ProductID.self) {
            self = .product(product, quantity: try members.integer("quantity"))
        } else if let count = try members.optionalInteger("chances", in: .min ... .max) {
            self = .chances(count)
        } else {
            self = .freezes(try members.integer("freezes"))
        }
        try members.finish()
    }
}
