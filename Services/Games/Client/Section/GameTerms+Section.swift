import GamesDomain
import Primitives
import Sections
import Wire

extension GameTerms {
    /// `{window?, eligibility?, free?, cost?, limits?}`; what is at fault stands in the reader.
    static func read(
        _ reader: inout SectionReader,
        _ id: GameID,
        in zone: Zone,
        _ amounts: AmountReader
    ) -> GameTerms {
        var terms = GameTerms(id: id, zone: zone)
        terms.window = TimeWindow.read(&reader)
        terms.eligibility = reader.nested("eligibility") { Eligibility.read(&$0) } ?? .everyone
        terms.free =
            reader.nested("free") { free in
                FreeChances(
                    perDay: free.wholeNumber("perDay") ?? 0,
                    atStart: free.wholeNumber("atStart") ?? 0
                )
            } ?? FreeChances()
        terms.costs = Cost.list("cost", of: &reader, amounts)
        terms.limits =
            reader.nested("limits") { limits in
                PlayLimits(
                    perHour: limits.wholeNumber("perHour"),
                    perDay: limits.wholeNumber("perDay"),
                    perCampaign: limits.wholeNumber("perCampaign"),
                    total: limits.wholeNumber("total")
                )
            } ?? PlayLimits()
        return terms
    }
}

extension TimeWindow {
    /// `window: {from?, until?}`, always open where it is absent; the end is outside.
    static func read(_ reader: inout SectionReader) -> TimeWindow {
        reader.nested("window") { window in
            if !window.has("from"), !window.has("until") {
                window.fault(at: "from", "or until is missing")
            }
            return TimeWindow(from: window.instant("from"), until: window.instant("until"))
        } ?? .always
    }
}

extension Cost {
    /// A price that may be absent: a number of the usual asset, `{asset?, amount}`, or a list of
    /// such prices, of which the first is taken that the member has in full.
    static func list(
        _ name: String,
        of reader: inout SectionReader,
        _ amounts: AmountReader
    ) -> [Cost] {
        guard let json = reader.take(name) else { return [] }
        let path = reader.path(of: name)
        let range = 1...Points.largestMovement.value
        guard let prices = json.elements else {
            return amounts.amount(json, at: path, in: range, &reader).map { [Cost($0)] } ?? []
        }
        guard (1...10).contains(prices.count) else {
            reader.fault(at: name, "must be one price or a list of 1 to 10")
            return []
        }
        return prices.enumerated().compactMap { index, price in
            amounts.amount(price, at: "\(path)[\(index)]", in: range, &reader).map { Cost($0) }
        }
    }

    private init(_ amount: AssetAmount) {
        self.init(asset: amount.asset, amount: amount.amount)
    }
}
