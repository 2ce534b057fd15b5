import Primitives

/// Who may play a game: conditions on a member, joined by all, any and not.
package indirect enum Eligibility: Hashable, Sendable {
    /// The level is at least that.
    case levelAtLeast(Int64)
    /// The growth is at least that.
    case growthAtLeast(Int64)
    /// The member has a tag.
    case tag(String)
    /// It is the month of the member's birthday.
    case birthdayMonth
    /// It is the member's birthday.
    case birthday
    /// The member was registered at least so many days ago, 0 being today.
    case registeredDaysAtLeast(Int64)
    /// The member was registered at most so many days ago.
    case registeredDaysAtMost(Int64)
    /// The member holds a badge.
    case badge(String)
    /// The token names a channel.
    case channel(String)
    /// Every one of them holds; of none, always.
    case all([Eligibility])
    /// At least one of them holds; of none, never.
    case any([Eligibility])
    /// It does not hold.
    case not(Eligibility)

    /// What holds for everybody.
    package static let everyone = Eligibility.all([])

    /// Says whether it holds for a member; what is not known of one, it does not have.
    ///
    /// - Parameters:
    ///   - traits: What is known of the member.
    ///   - day: The day that it is in the programme's zone.
    /// - Returns: Whether it does.
    package func holds(for traits: Traits, on day: CalendarDay) -> Bool {
        switch self {
        case .levelAtLeast(let level): traits.level >= level
        case .growthAtLeast(let growth): traits.growth >= growth
        case .tag(let tag): traits.tags.contains(tag)
        case .birthdayMonth: traits.birthday.isInMonth(of: day)
        case .birthday: traits.birthday.isKept(on: day)
        case .registeredDaysAtLeast(let days):
            traits.daysRegistered(on: day).map { $0 >= days } ?? false
        case .registeredDaysAtMost(let days):
            traits.daysRegistered(on: day).map { $0 <= days } ?? false
        case .badge(let badge): traits.badges.contains(badge)
        case .channel(let channel): traits.channel == channel
        case .all(let parts): parts.allSatisfy { $0.holds(for: traits, on: day) }
        case .any(let parts): parts.contains { $0.holds(for: traits, on: day) }
        case .not(let part): !part.holds(for: traits, on: day)
        }
    }

    /// The conditions that a member does not meet, each as far down as it can be named; none
    /// where it may play.
    package func unmet(by traits: Traits, on day: CalendarDay) -> [Eligibility] {
        if holds(for: traits, on: day) { return [] }
        return switch self {
        case .all(let parts): parts.flatMap { $0.unmet(by: traits, on: day) }
        case .any(let parts) where parts.count == 1:
            parts.flatMap { $0.unmet(by: traits, on: day) }
        default: [self]
        }
    }

    /// How deep its parts are nested, as far as 10 levels; 1 of a plain condition.
    var depth: Int { depth(upTo: 10) }

    /// How many parts there are, itself included, as far as they are nested 10 deep.
    var count: Int { parts.reduce(1) { $0 + $1.count(upTo: 9) } }

    /// The length of the longest name of a tag, a badge or a channel, in bytes of UTF-8, as far
    /// down.
    var longestName: Int { longestName(upTo: 10) }

    private var parts: [Eligibility] {
        switch self {
        case .all(let parts), .any(let parts): parts
        case .not(let part): [part]
        default: []
        }
    }

    private func count(upTo most: Int) -> Int {
        guard most > 0 else { return 1 }
        return parts.reduce(1) { $0 + $1.count(upTo: most - 1) }
    }

    private func longestName(upTo most: Int) -> Int {
        switch self {
        case .tag(let name), .badge(let name), .channel(let name): name.utf8.count
        default: most > 0 ? parts.map { $0.longestName(upTo: most - 1) }.max() ?? 0 : 0
        }
    }

    private func depth(upTo most: Int) -> Int {
        guard most > 0 else { return 1 }
        return switch self {
        case .all(let parts), .any(let parts):
            1 + (parts.map { $0.depth(upTo: most - 1) }.max() ?? 0)
        case .not(let part): 1 + part.depth(upTo: most - 1)
        default: 1
        }
    }
}
