/// Something that the commands of one group keep in memory beside the store: what all of them
/// count, or what one has read for all.
///
/// Each group begins with nothing. Only the thread that writes has it in hand, one command after
/// the other, so it needs no lock.
package protocol GroupPart: AnyObject {
    /// Nothing yet.
    init()

    /// How much has been gathered so far.
    var mark: Int { get }

    /// Forgets what was gathered since, because the command that did it has failed, or a part of
    /// it; also what was read of what that had written.
    func undo(to mark: Int)

    /// Stores what was gathered, once for all commands of the group, before it is committed.
    ///
    /// - Throws: `StorageError`; then the whole group fails.
    func store(_ transaction: borrowing Transaction) throws
}

/// What the commands of one group share in memory.
final class GroupMemory {
    private var parts: [any GroupPart] = []

    /// The part of a type, empty where no command has asked for it before.
    func part<Part: GroupPart>(_ type: Part.Type) -> Part {
        for part in parts {
            if let known = part as? Part { return known }
        }
        let part = Part()
        parts.append(part)
        return part
    }

    /// How much each part has gathered so far.
    var marks: [Int] { parts.map(\.mark) }

    /// How much all parts have gathered so far.
    var size: Int64 { parts.reduce(0) { $0 + Int64($1.mark) } }

    /// Forgets what was gathered since.
    func undo(to marks: [Int]) {
        for (place, part) in parts.enumerated() {
            // A part that is new since then had nothing.
            part.undo(to: place < marks.count ? marks[place] : 0)
        }
    }

    /// Has each part store what it has gathered.
    func store(_ transaction: borrowing Transaction) throws {
        for part in parts { try part.store(transaction) }
    }
}
