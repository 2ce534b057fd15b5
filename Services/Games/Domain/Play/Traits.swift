import Primitives

/// What the rules need to know of a member, as it was last heard.
package struct Traits: Hashable, Sendable {
    /// The member's level by its number; 0 where none has been heard.
    package var level: Int64
    /// The member's growth; 0 where none has been heard.
    package var growth: Int64
    /// The member's tags.
    package var tags: Set<String>
    /// The member's birthday.
    package var birthday: Birthday
    /// The day of the programme's zone on which the member was registered, or nil where it is not
    /// known.
    package var registeredOn: CalendarDay?
    /// The names of the badges that the member holds.
    package var badges: Set<String>
    /// The channel that the member's token names, such as `app`, or nil where it names none.
    package var channel: String?

    /// Joins what is known.
    package init(
        level: Int64 = 0,
        growth: Int64 = 0,
        tags: Set<String> = [],
        birthday: Birthday = Birthday(),
        registeredOn: CalendarDay? = nil,
        badges: Set<String> = [],
        channel: String? = nil
    ) {
        self.level = level
        self.growth = growth
        self.tags = tags
        self.birthday = birthday
        self.registeredOn = registeredOn
        self.badges = badges
        self.channel = channel
    }

    /// Tells how many days ago the member was registered.
    ///
    /// - Parameter day: The day that it is in the programme's zone.
    /// - Returns: 0 on the day itself, and before it, as where the host's zone is ahead; nil where
    ///   it is not known.
    func daysRegistered(on day: CalendarDay) -> Int64? {
        registeredOn.map { max(0, day.daysSinceEpoch.clampedDifference($0.daysSinceEpoch)) }
    }
}
