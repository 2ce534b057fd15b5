import Primitives

/// Something that multiplies what a day earns while its condition holds.
package struct AwardMultiplier: Hashable, Sendable {
    /// A multiplier that counts on a day.
    package struct Counted: Hashable, Sendable {
        /// Its name.
        package let id: String
        /// By how much it multiplies.
        package let times: Ratio

        /// Joins a name and a factor.
        package init(id: String, times: Ratio) {
            self.id = id
            self.times = times
        }
    }

    /// Its name, 1 to 64 characters.
    package let id: String
    /// The group of which only the highest counts, or nil where it stands alone.
    package let group: String?
    /// By how much it multiplies: above 0, its terms at most 1,000.
    package let times: Ratio
    /// When it applies.
    package let condition: AwardCondition

    /// Joins the parts of a multiplier.
    package init(
        id: String,
        group: String? = nil,
        times: Ratio,
        condition: AwardCondition = AwardCondition()
    ) {
        self.id = id
        self.group = group
        self.times = times
        self.condition = condition
    }
}

extension [AwardMultiplier] {
    /// Those that count on an occasion: the highest of each group, and each that stands alone.
    func counted(on occasion: AwardOccasion) -> [AwardMultiplier.Counted] {
        var counted: [AwardMultiplier] = []
        for multiplier in self where multiplier.condition.holds(on: occasion) {
            let rival = counted.firstIndex {
                $0.group != nil && $0.group == multiplier.group
            }
            guard let rival else {
                counted.append(multiplier)
                continue
            }
            if counted[rival].times < multiplier.times { counted[rival] = multiplier }
        }
        return counted.map { AwardMultiplier.Counted(id: $0.id, times: $0.times) }
    }

    /// How many can count at once.
    var mostAtOnce: Int {
        count { $0.group == nil } + Set(compactMap(\.group)).count
    }

    /// The largest product that those that count at once can have, or nil where it leaves 64 bits.
    var largestProduct: Ratio? {
        var highest: [String: Ratio] = [:]
        var product: Ratio? = .one
        for multiplier in self {
            if let group = multiplier.group {
                highest[group] = Swift.max(highest[group] ?? .one, multiplier.times)
            } else {
                product = product?.times(Swift.max(.one, multiplier.times))
            }
        }
        return highest.values.reduce(product) { $0?.times($1) }
    }
}

extension [AwardMultiplier.Counted] {
    /// Their product; of rules without faults it always fits.
    var factor: Ratio { reduce(.one) { $0.times($1.times) ?? $0 } }
}
