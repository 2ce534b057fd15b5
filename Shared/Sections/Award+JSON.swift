import Primitives
import Wire

extension Award.Item {
    /// The item as it is stored and shown: `{asset, amount}`, `{freezes}` or
    /// `{product, quantity}`.
    package var json: JSON {
        switch self {
        case .asset(let asset, let amount):
            ["asset": .string(asset.text), "amount": .integer(amount.value)]
        case .freezes(let count): ["freezes": .integer(count)]
        case .goods(let product, let quantity):
            ["product": .string(product.text), "quantity": .integer(quantity)]
        }
    }

    /// Writes the item as `json` has it.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .asset(let asset, let amount):
                writer.member("asset", asset.text)
                writer.member("amount", amount.value)
            case .freezes(let count):
                writer.member("freezes", count)
            case .goods(let product, let quantity):
                writer.member("product", product.text)
                writer.member("quantity", quantity)
            }
        }
    }

    /// Reads an item that was stored, or nil where it is none.
    package init?(json: JSON) {
        if let asset = json["asset"]?.text.flatMap({ AssetID($0) }),
            let amount = json["amount"]?.integer
        {
            self = .asset(asset, Points(amount))
        } else if let count = json["freezes"]?.integer {
            self = .freezes(count)
        } else if let product = json["product"]?.text.flatMap({ ProductID($0) }),
            let quantity = json["quantity"]?.integer
        {
            self = .goods(product, quantity: quantity)
        } else {
            return nil
        }
    }
}
