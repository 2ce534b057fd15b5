import GamesDomain
import Primitives
import Sections
import Wire

extension PrizeKind {
    private static let names = ["points", "asset", "freezes", "product", "chances", "nothing"]

    /// What a prize is, by exactly one of `points`, `asset` with `amount`, `freezes`, `product`
    /// with `quantity?`, `chances` and `nothing: true`; nil where it is at fault.
    static func read(_ reader: inout SectionReader, _ amounts: AmountReader) -> PrizeKind? {
        let given = names.filter(reader.has)
        guard let name = given.first else {
            reader.fault(at: "points", "or asset, freezes, product, chances or nothing is missing")
            _ = reader.take("amount")
            return nil
        }
        guard given.count == 1 else {
            reader.fault(at: given[1], "cannot stand beside \(name)")
            // Taken, so that only this is told.
            for name in names + ["amount", "quantity"] { _ = reader.take(name) }
            return nil
        }
        switch name {
        case "points":
            return AmountRange.read("points", of: &reader).map { .asset(amounts.usual, $0) }
        case "asset":
            let asset = amounts.requiredAsset(of: &reader)
            let range = AmountRange.read("amount", of: &reader)
            guard let asset, let range else { return nil }
            return .asset(asset, range)
        case "freezes": return reader.wholeNumber("freezes").map(freezes)
        case "product": return product(&reader)
        case "chances": return reader.wholeNumber("chances").map(chances)
        default: return reader.flag("nothing") ? .nothing : nil
        }
    }

    private static func product(_ reader: inout SectionReader) -> PrizeKind? {
        let product: ProductID? = reader.identifier("product")
        let quantity = reader.has("quantity") ? reader.wholeNumber("quantity") : 1
        guard let product, let quantity else { return nil }
        return .product(product, quantity: quantity)
    }
}

extension AmountRange {
    /// One amount, or `{from, to, step?}`, that must be there.
    fileprivate static func read(_ name: String, of reader: inout SectionReader) -> AmountRange? {
        guard let json = reader.take(name) else {
            reader.fault(at: name, "is missing")
            return nil
        }
        if let amount = json.integer { return AmountRange(amount) }
        guard case .object = json else {
            reader.fault(at: name, "must be a whole number, or {from, to, step}")
            return nil
        }
        return reader.element(json, at: reader.path(of: name)) { range in
            let from = range.requiredWholeNumber("from")
            let to = range.requiredWholeNumber("to")
            let step = range.has("step") ? range.wholeNumber("step") : 1
            guard let from, let to, let step else { return nil }
            return AmountRange(from: from, to: to, step: step)
        }
    }
}
