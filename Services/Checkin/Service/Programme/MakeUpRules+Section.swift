import CheckinDomain
import Primitives
import Sections
import Wire

extension MakeUpRules {
    /// `makeUp: {windowDays, perMonth, prices?, card?, award?}`; nil where a part is at fault.
    static func read(_ reader: inout SectionReader, _ awards: AwardReader) -> MakeUpRules? {
        let windowDays = reader.requiredInteger("windowDays", in: 1...366)
        let perMonth = reader.requiredInteger("perMonth", in: 1...31)
        let prices = awards.prices("prices", of: &reader)
        let card = reader.nested("card") { awards.requiredAsset(of: &$0) }
        let award = awards.award("award", of: &reader)
        guard let windowDays, let perMonth else { return nil }
        var rules = MakeUpRules(windowDays: windowDays, perMonth: perMonth)
        rules.prices = prices
        rules.card = card
        rules.award = award ?? .nothing
        return rules
    }
}

extension LossPolicy {
    private enum Name: String, CaseIterable {
        case reset, decay
    }

    /// `loss: {policy: reset}` or `loss: {policy: decay, by, floor?}`; nil where it is at fault.
    static func read(_ reader: inout SectionReader) -> LossPolicy? {
        switch reader.word("policy", of: Name.allCases) {
        case .reset?: return .reset
        case .decay?:
            let floor = reader.integer("floor", in: 0...1_000_000)
            return reader.requiredInteger("by", in: 1...1000)
                .map { .decay(by: $0, floor: floor ?? 0) }
        case nil:
            // Taken, so that only the policy is at fault.
            _ = (reader.take("by"), reader.take("floor"))
            return nil
        }
    }
}
