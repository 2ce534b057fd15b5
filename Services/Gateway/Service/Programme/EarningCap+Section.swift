import GatewayDomain
import Primitives
import Sections
import Wire

extension EarningCap {
    /// `caps: [{per: member|programme, period: day|month|total, points, excess: clip|refuse}]`,
    /// empty where it is absent.
    static func list(_ reader: inout SectionReader) -> [EarningCap] {
        var seen: [EarningCap] = []
        return reader.list("caps", atMost: 4) { entry in
            let scope = entry.word("per", of: [Scope.member, .programme])
            let period = entry.word("period", of: [Period.day, .month, .total])
            let points = entry.read { object throws(JSONFault) in try object.amount("points") }
            let excess = entry.word("excess", of: [Excess.clip, .refuse])
            if scope == .programme, let period, period != .day {
                entry.fault(at: "period", "must be day where the cap is the programme's")
            }
            if seen.contains(where: { $0.scope == scope && $0.period == period }) {
                entry.fault(at: "period", "has such a cap already")
            }
            guard let scope, let period, let points, let excess else { return nil }
            let cap = EarningCap(scope: scope, period: period, points: points, excess: excess)
            seen.append(cap)
            return cap
        }
    }
}
