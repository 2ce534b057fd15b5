import Crypto
import Outbox
import Primitives
import Wire

/// What badges is told of one row: that something happened to a member.
struct FeedEvent {
    /// The name of a row, the same for ever; no two rows of the gateway have the same.
    let id: String
    let type: String
    let member: String
    let occurredAt: Instant
    /// The day on which it occurred, in the programme's zone.
    let day: CalendarDay
    /// What else is said of it, by name.
    var attributes: [JSON.Member] = []
    /// The event of which nothing is left by this one.
    var undoes: String?

    /// How many attributes an event may have.
    static let mostAttributes = 32
    /// The largest whole number of an attribute: it has 15 digits.
    static let largestInteger: Int64 = 999_999_999_999_999
    /// How many bytes the text of an attribute may have.
    static let largestText = 256

    /// The entry of the feed.
    func entry(_ number: Int64) -> Feed.Entry {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("type", type)
            writer.member("member", member)
            writer.member("occurredAt", occurredAt.description)
            writer.member("day", day.description)
            writer.name("attributes")
            writer.object { $0.members(attributes) }
            writer.member("undoes", ifPresent: undoes)
        }
        return Feed.Entry(number, id: id, by: .events, about: member, body: writer.bytes)
    }

    /// The name of a business event.
    ///
    /// It is a function of what its sender calls it, so that one that refers to it can name it
    /// before it has come; as long as that may be, a digest of it has room in an id.
    static func id(ofEvent id: String, from caller: Int64) -> String {
        let digest = SHA256.hash(data: Array(id.utf8)).prefix(20)
        return "event.\(caller).\(Array(digest).hexadecimal)"
    }
}
