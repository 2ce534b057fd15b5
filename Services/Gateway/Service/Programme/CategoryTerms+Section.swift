import GatewayDomain
import Primitives
import Sections
import Wire

extension CategoryTerms {
    /// `categories: [{category, points?, per?, from?, pending?}]`, empty where it is absent.
    static func list(_ reader: inout SectionReader) -> [CategoryTerms] {
        var seen: [CategoryTerms] = []
        return reader.list("categories", atMost: 500) { entry in
            let category = entry.read { object throws(JSONFault) in
                try object.text("category", largest: 64)
            }
            let terms = CategoryTerms(
                category: category ?? "",
                from: entry.day("from"),
                rate: rate(&entry),
                pending: entry.nested("pending") { PendingPolicy.read(&$0) }
            )
            if seen.contains(where: { $0.category == terms.category && $0.from == terms.from }) {
                entry.fault(at: "category", "stands twice from the same day on")
            }
            seen.append(terms)
            return terms
        }
    }

    /// The entry's own rate, or nil where it has none; nothing needs no `per`.
    private static func rate(_ entry: inout SectionReader) -> Ratio? {
        let points = entry.integer("points", in: 0...1_000_000)
        let per = entry.integer("per", in: 1...1_000_000_000)
        switch (points, per) {
        case (nil, nil): return nil
        case (0?, nil): return .zero
        case (let points?, let per?): return Ratio(points, over: per)
        case (_?, nil): if !entry.has("per") { entry.fault(at: "per", "is missing") }
        case (nil, _?): if !entry.has("points") { entry.fault(at: "points", "is missing") }
        }
        return nil
    }
}
