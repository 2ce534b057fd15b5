import Primitives

/// What is wrong with the programme's check-in section, and where.
package struct RulesFault: Error, Hashable, Sendable {
    /// The path in the section, such as `milestones[2].award`.
    package let path: String
    /// What is wrong there, as the end of a sentence that begins with the path.
    package let problem: String

    init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }
}

extension CheckinRules {
    /// What is wrong with the rules; nothing where empty.
    package var faults: [RulesFault] {
        let awards = awardFaults
        return dayFaults + awards + multiplierFaults + (freezes?.faults ?? []) + strayFreezes
            + (makeUps?.faults ?? []) + (awards.isEmpty ? totalFaults : [])
    }

    private var dayFaults: [RulesFault] {
        var faults: [RulesFault] = []
        if !(0...86_399_999).contains(dayStartMs) {
            faults.append(RulesFault("dayStart", "must be a time of day before 24:00"))
        }
        if let most = pausedDaysPerYear, !(1...366).contains(most) {
            faults.append(RulesFault("pauses.daysPerYear", "must be 1 to 366"))
        }
        if case .decay(let step, let floor) = loss {
            if !(1...1000).contains(step) {
                faults.append(RulesFault("loss.by", "must be 1 to 1000"))
            }
            if !(0...1_000_000).contains(floor) {
                faults.append(RulesFault("loss.floor", "must be 0 to 1000000"))
            }
        }
        return faults
    }

    private var awardFaults: [RulesFault] {
        var faults: [RulesFault] = []
        if base.count > 31 { faults.append(RulesFault("base", "must have at most 31 days")) }
        if milestones.count > 100 {
            faults.append(RulesFault("milestones", "must be at most 100"))
        }
        for (index, award) in base.enumerated() { faults += award.faults(at: "base[\(index)]") }
        faults += milestoneFaults
        var days: Set<Int64> = []
        for (index, award) in cumulative.enumerated() {
            let path = "cumulative[\(index)]"
            faults += award.award.faults(at: path + ".award")
            if !(1...31).contains(award.days) {
                faults.append(RulesFault(path + ".days", "must be 1 to 31"))
            }
            if !days.insert(award.days).inserted {
                faults.append(RulesFault(path + ".days", "stands twice"))
            }
        }
        return faults
    }

    private var milestoneFaults: [RulesFault] {
        var faults: [RulesFault] = []
        var sources: Set<AwardSource> = []
        for (index, milestone) in milestones.enumerated() {
            let path = "milestones[\(index)]"
            faults += milestone.award.faults(at: path + ".award")
            let (word, length) =
                switch milestone.reach {
                case .at(let length): ("at", length)
                case .every(let length): ("every", length)
                }
            if !(1...100_000).contains(length) {
                faults.append(RulesFault("\(path).\(word)", "must be 1 to 100000"))
            }
            if !sources.insert(milestone.source).inserted {
                faults.append(RulesFault("\(path).\(word)", "stands twice"))
            }
        }
        return faults
    }

    private var multiplierFaults: [RulesFault] {
        var faults: [RulesFault] = []
        if multipliers.count > 100 {
            faults.append(RulesFault("multipliers", "must be at most 100"))
        }
        if allMultipliers.mostAtOnce > 6 {
            faults.append(
                RulesFault(
                    "multipliers",
                    "must be at most 6 groups and single ones, the levels counted"
                )
            )
        }
        var ids = Set(levels.map(\.id))
        for (index, multiplier) in multipliers.enumerated() {
            let path = "multipliers[\(index)]"
            let times = multiplier.times
            if !(1...1000).contains(times.numerator) || times.denominator > 1000 {
                faults.append(RulesFault(path + ".times", "must have terms of 1 to 1000"))
            }
            if !ids.insert(multiplier.id).inserted {
                faults.append(RulesFault(path + ".id", "stands twice"))
            }
        }
        return faults
    }

    /// Whether freezes are awarded where there are none.
    private var strayFreezes: [RulesFault] {
        guard freezes == nil else { return [] }
        let awards = base + milestones.map(\.award) + cumulative.map(\.award)
        let items = awards.flatMap(\.items) + (makeUps?.award.items ?? [])
        let isAwarded = items.contains { if case .freezes = $0 { true } else { false } }
        return isAwarded ? [RulesFault("freezes", "is missing, though freezes are awarded")] : []
    }

    /// Whether a day could earn more of an asset than one movement can name.
    private var totalFaults: [RulesFault] {
        let most = Points.largestMovement.value
        let items = (base + milestones.map(\.award) + cumulative.map(\.award)).flatMap(\.items)
        // At most 1,310 items of 10^12 each, so the sum fits.
        let sum = items.reduce(Int64(0)) { sum, item in
            if case .asset(_, let amount) = item { sum + amount.value } else { sum }
        }
        guard let factor = allMultipliers.largestProduct, let total = factor.floor(of: sum),
            total <= most
        else {
            return [RulesFault("multipliers", "could make a day earn more than \(most)")]
        }
        return []
    }
}

extension Award {
    /// What is wrong with an award that stands at a path.
    func faults(at path: String) -> [RulesFault] {
        guard items.count <= 10 else { return [RulesFault(path, "must be at most 10 things")] }
        return items.enumerated().compactMap { index, item in
            let (range, word): (ClosedRange<Int64>, String) =
                switch item {
                case .asset: (1...Points.largestMovement.value, "amount")
                case .freezes: (1...31, "freezes")
                case .goods: (1...100, "quantity")
                }
            guard !range.contains(item.count) else { return nil }
            return RulesFault(
                "\(path)[\(index)].\(word)",
                "must be \(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}

extension FreezeRules {
    fileprivate var faults: [RulesFault] {
        var faults: [RulesFault] = []
        if !(1...31).contains(most) { faults.append(RulesFault("freezes.most", "must be 1 to 31")) }
        if !(0...max(0, most)).contains(atStart) {
            faults.append(RulesFault("freezes.atStart", "must be 0 to what can be held"))
        }
        if let every, !(1...10_000).contains(every) {
            faults.append(RulesFault("freezes.every", "must be 1 to 10000"))
        }
        if let price, !(1...Points.largestMovement.value).contains(price.amount.value) {
            faults.append(
                RulesFault("freezes.price", "must be 1 to \(Points.largestMovement)")
            )
        }
        return faults
    }
}

extension MakeUpRules {
    fileprivate var faults: [RulesFault] {
        var faults = award.faults(at: "makeUp.award")
        if !(1...366).contains(windowDays) {
            faults.append(RulesFault("makeUp.windowDays", "must be 1 to 366"))
        }
        if !(1...31).contains(perMonth) {
            faults.append(RulesFault("makeUp.perMonth", "must be 1 to 31"))
        }
        if prices.count > 31 {
            faults.append(RulesFault("makeUp.prices", "must be at most 31"))
        }
        if prices.isEmpty, card == nil {
            faults.append(RulesFault("makeUp.prices", "is missing, and so is a card"))
        }
        for (index, price) in prices.enumerated()
        where !(0...Points.largestMovement.value).contains(price.amount.value) {
            faults.append(
                RulesFault("makeUp.prices[\(index)]", "must be 0 to \(Points.largestMovement)")
            )
        }
        return faults
    }
}
