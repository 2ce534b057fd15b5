import GamesDomain
import Primitives
import Sections
import Wire

/// A prize as the programme has it.
typealias PublishedPrize = (prize: Prize, display: PrizeDisplay)

extension Prize {
    /// `prizes: [{id, weight, …}]`; those at fault are left out.
    static func list(
        _ reader: inout SectionReader,
        _ amounts: AmountReader
    ) -> [PublishedPrize] {
        if !reader.has("prizes") { reader.fault(at: "prizes", "is missing") }
        return reader.list("prizes", atMost: 100) { read(&$0, amounts) }
    }

    /// `{id, points | asset | freezes | product | chances | nothing, weight, tier?, stock?,
    /// perMember?, window?, unlockAfter?, levelAtLeast?, substitute?, value?, title?, image?}`.
    private static func read(
        _ reader: inout SectionReader,
        _ amounts: AmountReader
    ) -> PublishedPrize? {
        let id: PrizeID? = reader.identifier("id")
        let kind = PrizeKind.read(&reader, amounts)
        let weight = reader.requiredWholeNumber("weight")
        let display = PrizeDisplay.read(&reader, default: id?.text ?? "")
        var prize = Prize(id ?? PrizeID(validated: ""), kind ?? .nothing, weight: weight ?? 0)
        prize.tier = reader.wholeNumber("tier")
        prize.stock = Stock.read(&reader)
        prize.perMember = reader.wholeNumber("perMember")
        prize.window = TimeWindow.read(&reader)
        prize.unlockAfter = reader.wholeNumber("unlockAfter") ?? 0
        prize.levelAtLeast = reader.integer("levelAtLeast", in: 0...1_000_000)
        prize.substitute = reader.optionalIdentifier("substitute")
        prize.valueMinor = reader.wholeNumber("value")
        guard id != nil, kind != nil, weight != nil else { return nil }
        return (prize, display)
    }
}

extension Stock {
    private enum Pacing: String, CaseIterable {
        case even
    }

    /// `stock: 100` in all, or `stock: {total?, perDay?, pacing?: even}`; unlimited where absent.
    fileprivate static func read(_ reader: inout SectionReader) -> Stock {
        guard let json = reader.take("stock") else { return .unlimited }
        if let total = json.integer { return Stock(total: total) }
        guard case .object = json else {
            reader.fault(at: "stock", "must be a whole number, or {total, perDay, pacing}")
            return .unlimited
        }
        return reader.element(json, at: reader.path(of: "stock")) { stock in
            if !stock.has("total"), !stock.has("perDay") {
                stock.fault(at: "total", "or perDay is missing")
            }
            return Stock(
                total: stock.wholeNumber("total"),
                perDay: stock.wholeNumber("perDay"),
                isPaced: stock.optionalWord("pacing", of: Pacing.allCases) != nil
            )
        } ?? .unlimited
    }
}
