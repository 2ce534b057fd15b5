import Primitives
import Wire

/// What the members of one level have of it in earning and in checking in.
///
/// The programme's `levels` are the badges' to judge; of each step only its place, its id and these
/// two benefits are read, whatever else it says.
package struct LevelBenefits: Hashable, Sendable {
    /// The group of which only the highest level's benefit counts.
    package static let group = "level"

    /// The level's number, from 1 on.
    package let level: Int64
    /// Its name, of which no two levels have the same.
    package let id: String
    /// By how much it multiplies what events earn, 1 to 100, or nil where it does not.
    package let earning: Ratio?
    /// By how much it multiplies what check-ins earn, 1 to 100, or nil where it does not.
    package let checkin: Ratio?
    /// Where its benefits stand in the section, for faults.
    package let path: String

    /// The name of the multiplier that it becomes.
    package var multiplierID: String { "level-\(id)" }

    /// How many levels a programme has at most.
    private static let mostLevels = 100

    /// `levels: {steps: [{id, benefits?: {earning?, checkin?}}]}`, empty where it is absent;
    /// members that are not named here are not looked at.
    ///
    /// - Parameter reader: The section's reader, which gets the faults.
    /// - Returns: The levels in their order, 1 first.
    package static func list(_ reader: inout SectionReader) -> [LevelBenefits] {
        guard let json = reader.take("levels") else { return [] }
        let path = reader.path(of: "levels")
        let levels = reader.element(json, at: path, isOpen: true) { levels -> [LevelBenefits]? in
            var seen: Set<LevelName> = []
            var level: Int64 = 0
            return levels.list("steps", atMost: mostLevels, isOpen: true) { step in
                level += 1
                let id: LevelName? = step.identifier("id")
                if let id, !seen.insert(id).inserted { step.fault(at: "id", "stands twice") }
                return LevelBenefits(level, id?.text ?? "", &step)
            }
        }
        return levels ?? []
    }

    private init(_ level: Int64, _ id: String, _ step: inout SectionReader) {
        self.level = level
        self.id = id
        path = step.path(of: "benefits")
        var ratios: (earning: Ratio?, checkin: Ratio?)
        if let json = step.take("benefits") {
            _ = step.element(json, at: path, isOpen: true) { benefits -> Bool? in
                ratios.earning = benefits.benefit("earning")
                ratios.checkin = benefits.benefit("checkin")
                return true
            }
        }
        (earning, checkin) = ratios
    }
}

extension SectionReader {
    private static let largestBenefit: Int64 = 100

    /// A decimal number from 1 to 100, or nil where it is absent or at fault.
    fileprivate mutating func benefit(_ name: String) -> Ratio? {
        guard has(name), let ratio = decimal(name) else { return nil }
        guard let most = Ratio(Self.largestBenefit, over: 1), ratio >= .one, ratio <= most else {
            fault(at: name, "must be a number from 1 to \(Self.largestBenefit)")
            return nil
        }
        return ratio
    }
}

/// The name of a level.
private struct LevelName: Identifier {
    let text: String

    init(validated text: String) {
        self.text = text
    }
}
