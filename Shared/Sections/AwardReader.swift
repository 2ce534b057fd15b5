import Primitives
import Wire

/// Reads awards, of which a plain number is an amount of the programme's first asset.
package struct AwardReader: Sendable {
    /// How much of an asset an award may be.
    package static let amounts = 1...Points.largestMovement.value

    /// Reads the amounts of them.
    package let reading: AmountReader

    /// Reads awards in the programme's assets, the usual one first, or nil where they are at fault.
    package init(assets: [AssetID]?) {
        reading = AmountReader(assets: assets)
    }

    // MARK: Awards

    /// An award that may be absent: a number, an item, or a list of these; 0 is nothing.
    package func award(_ name: String, of reader: inout SectionReader) -> Award? {
        guard let json = reader.take(name) else { return nil }
        return award(json, at: reader.path(of: name), &reader)
    }

    /// The `award` that must be there.
    package func requiredAward(of reader: inout SectionReader) -> Award? {
        if !reader.has("award") { reader.fault(at: "award", "is missing") }
        return award("award", of: &reader)
    }

    /// One award for each day, or a list of 1 to 31 awards; empty where it is absent.
    package func cycle(_ name: String, of reader: inout SectionReader) -> [Award] {
        guard let json = reader.take(name) else { return [] }
        guard case .array(let days) = json else {
            return award(json, at: reader.path(of: name), &reader).map { [$0] } ?? []
        }
        guard (1...31).contains(days.count) else {
            reader.fault(at: name, "must be one award or a list of 1 to 31")
            return []
        }
        return days.enumerated().compactMap { index, day in
            award(day, at: "\(reader.path(of: name))[\(index)]", &reader)
        }
    }

    private func award(_ json: JSON, at path: String, _ reader: inout SectionReader) -> Award? {
        guard case .array(let entries) = json else {
            if json.integer == 0 { return .nothing }
            return item(json, at: path, least: 0, &reader).map { Award([$0]) }
        }
        guard (1...10).contains(entries.count) else {
            reader.add(JSONFault(at: path, "must be one item or a list of 1 to 10"))
            return nil
        }
        let items = entries.enumerated().map { index, entry in
            item(entry, at: "\(path)[\(index)]", least: 1, &reader)
        }
        return Award(items.compactMap(\.self))
    }

    /// One thing that is handed out: a number from 1 on, `{asset?, amount}`, `{freezes}` or
    /// `{product, quantity?}`.
    private func item(
        _ json: JSON,
        at path: String,
        least: Int64,
        _ reader: inout SectionReader
    ) -> Award.Item? {
        if case .object = json {
            return reader.element(json, at: path) { thing(&$0) }
        }
        guard let amount = json.integer, Self.amounts.contains(amount) else {
            reader.add(
                JSONFault(
                    at: path,
                    "must be an item, or a whole number from \(least) to \(Self.amounts.upperBound)"
                )
            )
            return nil
        }
        return .asset(reading.usual, Points(amount))
    }

    private func thing(_ reader: inout SectionReader) -> Award.Item? {
        let kinds = ["amount", "freezes", "product"].filter(reader.has)
        guard kinds.count < 2 else {
            reader.fault(at: kinds[1], "cannot stand beside \(kinds[0])")
            _ = ["asset", "amount", "freezes", "product", "quantity"].map { reader.take($0) }
            return nil
        }
        switch kinds.first {
        case "freezes":
            return reader.requiredInteger("freezes", in: 1...31).map(Award.Item.freezes)
        case "product":
            let product: ProductID? = reader.identifier("product")
            let quantity = reader.has("quantity") ? reader.integer("quantity", in: 1...100) : 1
            guard let product, let quantity else { return nil }
            return .goods(product, quantity: quantity)
        default:
            if kinds.isEmpty, !reader.has("asset") {
                reader.fault(at: "amount", "or freezes or product is missing")
                return nil
            }
            return reading.amount(of: &reader, in: Self.amounts)
                .map { .asset($0.asset, $0.amount) }
        }
    }

    // MARK: Assets

    /// The `asset` that must be there, one of the programme's.
    package func requiredAsset(of reader: inout SectionReader) -> AssetID? {
        reading.requiredAsset(of: &reader)
    }
}
