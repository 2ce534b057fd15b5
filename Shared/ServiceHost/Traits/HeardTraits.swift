import Access
import Primitives
import Storage
import Wire

/// What a service has heard of one member, each part as it was heard last.
package struct HeardTraits: Hashable, Sendable {
    /// The member's level by its number, or nil where none has been heard.
    package var level: Int64?
    /// The member's growth, or nil where none has been heard.
    package var growth: Int64?
    /// The member's tags.
    package var tags: Set<String>
    /// The member's birthday.
    package var birthday: Birthday
    /// The day on which the member was registered, or nil where none has been heard.
    package var registeredOn: CalendarDay?
    /// The names of the member's badges.
    package var badges: Set<String>

    /// How many badges are told and heard of a member: as many as a programme can have, and a
    /// message has room for, however long their names.
    package static let mostBadges = 200

    /// Joins what was heard; nothing, without arguments.
    package init(
        level: Int64? = nil,
        growth: Int64? = nil,
        tags: Set<String> = [],
        birthday: Birthday = Birthday(),
        registeredOn: CalendarDay? = nil,
        badges: Set<String> = []
    ) {
        self.level = level
        self.growth = growth
        self.tags = tags
        self.birthday = birthday
        self.registeredOn = registeredOn
        self.badges = badges
    }

    /// The member's level: the one that was heard, or, until one was, that of the member's own
    /// token.
    ///
    /// - Parameters:
    ///   - member: The member whose traits they are.
    ///   - caller: Who asks; only the member itself is believed.
    /// - Returns: The level, or nil where neither says one.
    package func level(of member: MemberID, asTold caller: Caller) -> Int64? {
        if let level { return level }
        return caller.role == .member && caller.subject == member.text ? caller.level : nil
    }
}

extension Snapshot {
    /// What was heard of a member.
    ///
    /// - Throws: `StorageError`.
    package borrowing func traits(of member: MemberID) throws -> HeardTraits {
        try traits(of: member) { _ in true }
    }

    /// What awards ask of a member: its level, its birthday and its tags; the rest is not looked
    /// at, such as a list of many badges.
    ///
    /// - Throws: `StorageError`.
    package borrowing func awardTraits(of member: MemberID) throws -> HeardTraits {
        try traits(of: member) { $0 == .level || $0 == .birthday || $0 == .tags }
    }

    private borrowing func traits(
        of member: MemberID,
        where isAsked: (TraitName) -> Bool
    ) throws -> HeardTraits {
        var traits = HeardTraits()
        try each("SELECT name, value FROM trait WHERE member = ?", .text(member.text)) { row in
            guard let name = TraitName(rawValue: row.text(0)), isAsked(name) else { return }
            let value = JSON(trait: row.text(1))
            switch name {
            case .level: traits.level = value.integer
            case .growth: traits.growth = value.integer
            case .tags: traits.tags = value.texts
            case .birthday: traits.birthday = Birthday(stored: value)
            case .registeredOn: traits.registeredOn = value.text.flatMap { CalendarDay($0) }
            case .badges: traits.badges = value.texts
            }
        }
        return traits
    }
}

extension JSON {
    /// The texts of a list.
    fileprivate var texts: Set<String> { Set((elements ?? []).compactMap(\.text)) }
}
