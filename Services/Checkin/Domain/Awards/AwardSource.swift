import Primitives

/// Why something is awarded.
package enum AwardSource: Hashable, Sendable {
    /// The day's base.
    case base
    /// The streak has reached a length, once per streak.
    case milestone(at: Int64)
    /// The streak has reached a multiple of a length.
    case every(Int64)
    /// So many days of a calendar month count.
    case cumulative(days: Int64)
    /// So many check-ins were made in all.
    case freezeEvery(Int64)
    /// A day was made up.
    case makeUp

    /// The source's name on the wire and in the store, such as `milestone:7`.
    package var name: String {
        switch self {
        case .base: "base"
        case .milestone(let length): "milestone:\(length)"
        case .every(let length): "every:\(length)"
        case .cumulative(let days): "cumulative:\(days)"
        case .freezeEvery(let count): "freezeEvery:\(count)"
        case .makeUp: "makeUp"
        }
    }

    /// The source of a name, or nil where there is none of that name.
    package init?(name: String) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let number = parts.count == 2 ? Int64(parts[1]) : nil
        switch (parts.first, number) {
        case ("base", nil) where parts.count == 1: self = .base
        case ("makeUp", nil) where parts.count == 1: self = .makeUp
        case ("milestone", let number?): self = .milestone(at: number)
        case ("every", let number?): self = .every(number)
        case ("cumulative", let number?): self = .cumulative(days: number)
        case ("freezeEvery", let number?): self = .freezeEvery(number)
        default: return nil
        }
    }

    /// Whether it is granted for a length of the streak.
    var isMilestone: Bool {
        switch self {
        case .milestone, .every: true
        case .base, .cumulative, .freezeEvery, .makeUp: false
        }
    }
}
