import BadgesDomain
import Primitives
import Sections
import Wire

extension GrowthRules {
    private enum Word: String {
        case life, calendarYear
    }

    /// `{over?: life|calendarYear|{months}, rules: [{count or sum …, growth, per?, capPerDay?}]}`.
    static func read(_ reader: inout SectionReader) -> GrowthRules? {
        let reach = reach(&reader)
        if !reader.has("rules") { reader.fault(at: "rules", "is missing") }
        let rules = reader.list("rules", atMost: 50) { Rule.read(&$0) }
        return GrowthRules(rules, over: reach ?? .life)
    }

    private static func reach(_ reader: inout SectionReader) -> Reach? {
        guard let json = reader.take("over") else { return nil }
        let path = reader.path(of: "over")
        if case .object = json {
            return reader.element(json, at: path) {
                $0.requiredInteger("months", in: 1...120).map(Reach.lastMonths)
            }
        }
        switch json.text.flatMap(Word.init(rawValue:)) {
        case .life: return .life
        case .calendarYear: return .calendarYear
        case nil:
            reader.add(JSONFault(at: path, "must be life, calendarYear or {months: N}"))
            return nil
        }
    }
}

extension GrowthRules.Rule {
    fileprivate static func read(_ reader: inout SectionReader) -> GrowthRules.Rule? {
        let growth = reader.requiredInteger("growth", in: 1...1_000_000_000)
        let per = reader.integer("per", in: 1...Points.largestMovement.value)
        let cap = reader.integer("capPerDay", in: 1...Points.largestMovement.value)
        let measure = Measure.read(&reader, over: .day)
        guard let growth, let measure else { return nil }
        switch measure.quantity {
        case .count, .sum:
            return GrowthRules.Rule(
                measure,
                growth: growth,
                per: per ?? 1,
                capPerDay: cap ?? Points.largestMovement.value
            )
        case .distinct, .maximum, .longestStreak:
            let name = Measure.quantities.first(where: reader.has) ?? "count"
            reader.fault(at: name, "cannot make members grow; count and sum can")
            return nil
        }
    }
}
