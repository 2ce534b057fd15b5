import BadgesDomain
import Primitives
import Wire

/// Which members are brought up to date with a badge, or looked at.
struct BackfillRequest: Sendable {
    /// How many members a page has where nobody says.
    private static let usualLimit: Int64 = 200
    private static let largestLimit: Int64 = 1_000

    let badge: BadgeID
    /// The member behind which the page begins; empty for the first one.
    let after: String
    let limit: Int
    /// Whether nothing is written.
    let isDryRun: Bool
    /// A section that is not published, by which is counted.
    let section: JSON?

    /// Reads `{badge, after?, limit?, dryRun?, section?}`.
    init(_ json: JSON) throws(JSONFault) {
        var reader = try ObjectReader(json)
        badge = try reader.identifier("badge")
        let cursor: MemberID? = try reader.optionalIdentifier("after")
        after = cursor?.text ?? ""
        let limit = try reader.optionalInteger("limit", in: 1...Self.largestLimit)
        self.limit = Int(limit ?? Self.usualLimit)
        isDryRun = try reader.flag("dryRun")
        section = reader.take("section")
        try reader.finish()
        guard section == nil || isDryRun else {
            throw JSONFault(at: "section", "is for a dry run: publish it to give by it")
        }
    }
}
