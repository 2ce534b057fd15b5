import Chance
import GamesDomain
import Primitives
import Wire

/// The whole export of an epoch, with which everything that was drawn in it can be drawn again.
package struct EpochExport: Hashable, Sendable {
    /// The game, the seed, the rules, and how the epoch began and ended.
    package let head: EpochHead
    /// Everyone who played in it, or had played before.
    package let players: [ExportedPlayer]
    /// What was settled in it, in that order.
    package let entries: [ExportedEntry]

    /// Joins the parts of an export.
    package init(head: EpochHead, players: [ExportedPlayer], entries: [ExportedEntry]) {
        self.head = head
        self.players = players
        self.entries = entries
    }

    /// Joins the pages of an export; a whole file is one page.
    ///
    /// - Throws: A fault with the path in the page, or in the whole, where it is not of the form.
    package init(pages: [JSON]) throws(JSONFault) {
        var head: EpochHead?
        var players: [ExportedPlayer] = []
        var entries: [ExportedEntry] = []
        for json in pages {
            let page = try EpochPage(json: json).export
            guard head == nil || head == page.head else {
                throw JSONFault(at: "", "the pages are not of one export")
            }
            head = page.head
            players += page.players
            entries += page.entries
        }
        guard let head else { throw JSONFault(at: "", "there is no page") }
        self.init(head: head, players: players, entries: entries)
    }
}

extension EpochExport: ObjectForm {
    /// Writes the whole export.
    package func writeMembers(to writer: inout JSONWriter) {
        head.writeMembers(to: &writer)
        writer.member("players", forms: players)
        writer.member("entries", forms: entries)
    }

    /// Reads the whole export.
    package init(members: inout ObjectReader) throws(JSONFault) {
        head = try EpochHead(members: &members)
        players = try members.forms("players")
        entries = try members.forms("entries")
    }
}

/// One page of an export.
package struct EpochPage: Hashable, Sendable {
    /// The head, and what of players and entries stands on the page.
    package let export: EpochExport
    /// With what the next page is asked for, or nil of the last one.
    package let next: String?

    /// Joins what stands on a page.
    package init(_ export: EpochExport, next: String?) {
        self.export = export
        self.next = next
    }
}

extension EpochPage: ObjectForm {
    /// Writes the page.
    package func writeMembers(to writer: inout JSONWriter) {
        export.writeMembers(to: &writer)
        writer.member("next", ifPresent: next)
    }

    /// Reads the page.
    package init(members: inout ObjectReader) throws(JSONFault) {
        export = try EpochExport(members: &members)
        next = try members.optionalText("next", largest: 1024)
    }
}
