import GatewayDomain
import Primitives
import Sections
import Wire

extension EarningRule {
    private static let largestFixed: Int64 = 1_000_000_000
    private static let largestAmountMinor: Int64 = 1_000_000_000_000

    /// `{id, event, asset?, rate | fixed, categories?, amount?, when?, multipliers?, caps?,
    /// pending?}`.
    ///
    /// - Parameters:
    ///   - reader: The object.
    ///   - assets: The programme's assets, the usual one first, or nil where they are at fault.
    ///   - levels: What the levels' benefits multiply it by.
    ///   - seen: The rules before it.
    /// - Returns: The rule, or nil where it is at fault.
    static func read(
        _ reader: inout SectionReader,
        assets: [AssetID]?,
        levels: [EarningMultiplier],
        seen: inout Set<RuleID>
    ) -> EarningRule? {
        let id: RuleID? = reader.identifier("id")
        let event: EventType? = reader.identifier("event")
        let asset = asset(&reader, of: assets)
        let basis = basis(&reader)
        if let id, !seen.insert(id).inserted { reader.fault(at: "id", "stands twice") }
        // The rest is read for its faults even where the rule cannot be made.
        var rule = EarningRule(
            id: id ?? RuleID(validated: ""),
            event: event ?? EventType(validated: ""),
            asset: asset ?? AssetID(validated: ""),
            basis: basis ?? .rate(.zero)
        )
        rule.readTerms(&reader, levels)
        return reader.isSound ? rule : nil
    }

    private mutating func readTerms(
        _ reader: inout SectionReader,
        _ levels: [EarningMultiplier]
    ) {
        categories = CategoryTerms.list(&reader)
        if case .fixed = basis, !categories.isEmpty {
            reader.fault(at: "categories", "have no meaning beside a fixed number")
        }
        readBounds(&reader)
        condition = EarningCondition.read(&reader)
        multipliers = EarningMultiplier.list(&reader, beside: levels)
        caps = EarningCap.list(&reader)
        pending = reader.nested("pending") { PendingPolicy.read(&$0) }
        if reader.isSound, !isComputable {
            reader.fault(at: "multipliers", "multiply to more than can be computed exactly")
        }
    }

    private mutating func readBounds(_ reader: inout SectionReader) {
        let range = 0...Self.largestAmountMinor
        let bounds = reader.nested("amount") { amount -> (Int64?, Int64?)? in
            let least = amount.integer("least", in: range)
            let most = amount.integer("most", in: range)
            if let least, let most, most < least {
                amount.fault(at: "most", "is below the least amount")
            }
            return (least, most)
        }
        (leastAmountMinor, mostAmountMinor) = bounds ?? (nil, nil)
    }

    private static func asset(_ reader: inout SectionReader, of assets: [AssetID]?) -> AssetID? {
        reader.optional { object throws(JSONFault) in
            let named = try object.optionalIdentifier("asset", as: AssetID.self)
            guard let assets else { return named }
            guard let asset = named ?? assets.first, assets.contains(asset) else {
                throw JSONFault(at: object.path(of: "asset"), "is not an asset of the programme")
            }
            return asset
        }
    }

    private static func basis(_ reader: inout SectionReader) -> Basis? {
        let rate = reader.nested("rate") { Ratio.rate(&$0) }
        let fixed = reader.integer("fixed", in: 1...largestFixed)
        switch (rate, fixed) {
        case (let rate?, nil): return .rate(rate)
        case (nil, let fixed?): return .fixed(Points(fixed))
        case (nil, nil):
            if !reader.has("rate"), !reader.has("fixed") {
                reader.fault(at: "rate", "or fixed is missing")
            }
        case (_?, _?): reader.fault(at: "fixed", "cannot stand beside a rate")
        }
        return nil
    }
}

extension Ratio {
    /// `{points, per}`: points for each so many minor units, both of which must be there.
    static func rate(_ reader: inout SectionReader) -> Ratio? {
        let points = reader.requiredInteger("points", in: 0...1_000_000)
        let per = reader.requiredInteger("per", in: 1...1_000_000_000)
        guard let points, let per else { return nil }
        return Ratio(points, over: per)
    }
}
