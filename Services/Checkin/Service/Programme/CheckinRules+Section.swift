import CheckinDomain
import Primitives
import Sections
import Wire

extension CheckinRules {
    /// `{dayStart?, ownZones?, base?, milestones?, cumulative?, multipliers?, freezes?, pauses?,
    /// makeUp?, loss?}`.
    ///
    /// - Parameters:
    ///   - reader: The object.
    ///   - zone: The programme's zone.
    ///   - awards: Reads awards and prices.
    ///   - levels: What the levels' benefits multiply by.
    /// - Returns: The rules, or nil where a part is at fault, as stands in the reader.
    static func read(
        _ reader: inout SectionReader,
        in zone: Zone,
        _ awards: AwardReader,
        levels: [AwardMultiplier]
    ) -> CheckinRules? {
        var rules = CheckinRules(zone: zone)
        rules.levels = levels
        if reader.has("dayStart") {
            rules.dayStartMs = reader.time("dayStart")?.sinceMidnightMs ?? 0
        }
        rules.allowsOwnZones = reader.flag("ownZones")
        rules.base = awards.cycle("base", of: &reader)
        rules.milestones = Milestone.list(&reader, awards)
        rules.cumulative = CumulativeAward.list(&reader, awards)
        rules.multipliers = AwardMultiplier.list(&reader)
        rules.freezes = reader.nested("freezes") { FreezeRules.read(&$0, awards) }
        rules.pausedDaysPerYear = reader.nested("pauses") {
            $0.requiredInteger("daysPerYear", in: 1...366)
        }
        rules.makeUps = reader.nested("makeUp") { MakeUpRules.read(&$0, awards) }
        rules.loss = reader.nested("loss") { LossPolicy.read(&$0) } ?? .reset
        guard reader.isSound else { return nil }
        // Each part is sound by itself; what remains are faults of several parts together.
        for fault in rules.faults { reader.fault(at: fault.path, fault.problem) }
        return rules
    }
}

extension Milestone {
    private static let lengths: ClosedRange<Int64> = 1...100_000

    /// `milestones: [{at | every, award}]`, empty where it is absent.
    fileprivate static func list(
        _ reader: inout SectionReader,
        _ awards: AwardReader
    ) -> [Milestone] {
        reader.list("milestones", atMost: 100) { entry in
            let at = entry.integer("at", in: lengths).map(Reach.at)
            let every = entry.integer("every", in: lengths).map(Reach.every)
            if entry.has("at"), entry.has("every") {
                entry.fault(at: "every", "cannot stand beside at")
            } else if !entry.has("at"), !entry.has("every") {
                entry.fault(at: "at", "or every is missing")
            }
            let award = awards.requiredAward(of: &entry)
            guard let reach = at ?? every, let award else { return nil }
            return Milestone(reach, award)
        }
    }
}

extension CumulativeAward {
    /// `cumulative: [{days, award}]`, empty where it is absent.
    fileprivate static func list(
        _ reader: inout SectionReader,
        _ awards: AwardReader
    ) -> [CumulativeAward] {
        reader.list("cumulative", atMost: 31) { entry in
            let days = entry.requiredInteger("days", in: 1...31)
            let award = awards.requiredAward(of: &entry)
            guard let days, let award else { return nil }
            return CumulativeAward(days: days, award)
        }
    }
}
