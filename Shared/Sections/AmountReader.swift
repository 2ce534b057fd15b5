import Primitives
import Wire

/// So much of one of the programme's assets.
package struct AssetAmount: Hashable, Sendable {
    /// The asset.
    package let asset: AssetID
    /// How much of it.
    package let amount: Points

    /// Joins an asset and an amount.
    package init(asset: AssetID, amount: Points) {
        self.asset = asset
        self.amount = amount
    }
}

/// Reads amounts of assets, of which a plain number is one of the programme's first asset.
package struct AmountReader: Sendable {
    /// The asset of which a plain number is an amount.
    package let usual: AssetID
    private let known: Set<AssetID>?

    /// Reads amounts of a programme's assets, the usual one first.
    ///
    /// - Parameter assets: The assets, or nil where they are at fault; then any asset is taken, as
    ///   the section has that fault already.
    package init(assets: [AssetID]?) {
        usual = assets?.first ?? AssetID(validated: "")
        known = assets.map(Set.init)
    }

    /// Reads amounts of which only the usual asset is known, as of an export; any asset is taken.
    package init(usual: AssetID) {
        self.usual = usual
        known = nil
    }

    /// An amount: a number of the usual asset, or `{asset?, amount}`.
    ///
    /// - Parameters:
    ///   - json: The amount.
    ///   - path: Where it stands in the section.
    ///   - range: How much it may be.
    ///   - reader: Gets the faults.
    /// - Returns: The amount, or nil where it is at fault.
    package func amount(
        _ json: JSON,
        at path: String,
        in range: ClosedRange<Int64>,
        _ reader: inout SectionReader
    ) -> AssetAmount? {
        if case .object = json {
            return reader.element(json, at: path) { amount(of: &$0, in: range) }
        }
        guard let amount = json.integer, range.contains(amount) else {
            reader.add(
                JSONFault(
                    at: path,
                    "must be a whole number from \(range.lowerBound) to \(range.upperBound), or "
                        + "such a number of an asset"
                )
            )
            return nil
        }
        return AssetAmount(asset: usual, amount: Points(amount))
    }

    /// The `{asset?, amount}` that an object is, or nil where it is at fault.
    package func amount(
        of reader: inout SectionReader,
        in range: ClosedRange<Int64>
    ) -> AssetAmount? {
        let asset = reader.has("asset") ? requiredAsset(of: &reader) : usual
        let amount = reader.requiredInteger("amount", in: range)
        guard let asset, let amount else { return nil }
        return AssetAmount(asset: asset, amount: Points(amount))
    }

    /// The `asset` that must be there, one of the programme's; nil where it is at fault.
    package func requiredAsset(of reader: inout SectionReader) -> AssetID? {
        guard let asset: AssetID = reader.identifier("asset") else { return nil }
        guard let known, !known.contains(asset) else { return asset }
        reader.fault(at: "asset", "is not an asset of the programme")
        return nil
    }
}
