import Primitives
import Storage

/// What the commands of a group know of the newest version.
final class NewestVersion: GroupPart {
    var published: Published?

    init() {}

    var mark: Int { 0 }

    // Whoever has failed may have published it.
    func undo(to mark: Int) { published = nil }

    func store(_ transaction: borrowing Transaction) throws {}
}

extension Transaction {
    /// Has the newest version read anew, because the command has published another one.
    borrowing func forgetNewestVersion() { part(NewestVersion.self).published = nil }
}

/// What tells a version from others: what it says may be in memory already.
struct Published {
    let number: Int64
    let hash: String
    let publishedAt: Instant

    init(_ row: borrowing Row) {
        number = row.int(0)
        hash = row.text(1)
        publishedAt = Instant(milliseconds: row.int(2))
    }
}
