/// What the rules need to know of a member, as it was last heard.
package struct Traits: Hashable, Sendable {
    /// The member's level by its number; 0 where none has been heard.
    package var level: Int64
    /// The member's growth; 0 where none has been heard.
    package var growth: Int64
    /// The member's tags.
    package var tags: Set<String>
    /// The channel that the member's token names, such as `app`, or nil where it names none.
    package var channel: String?

    /// Joins what is known.
    package init(
        level: Int64 = 0,
        growth: Int64 = 0,
        tags: Set<String> = [],
        channel: String? = nil
    ) {
        self.level = level
        self.growth = growth
        self.tags = tags
        self.channel = channel
    }
}
