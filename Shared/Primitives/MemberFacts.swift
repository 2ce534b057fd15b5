/// What the rules need to know of a member, as it was last heard.
package struct MemberFacts: Hashable, Sendable {
    /// The member's level by its number, or nil where none has been heard.
    package var level: Int64?
    /// The member's birthday.
    package var birthday: Birthday
    /// The member's tags.
    package var tags: Set<String>

    /// Joins what is known.
    package init(level: Int64? = nil, birthday: Birthday = Birthday(), tags: Set<String> = []) {
        self.level = level
        self.birthday = birthday
        self.tags = tags
    }
}
