import Chance
import GamesDomain
import Primitives
import Wire

/// What stands at the head of every page of an epoch's export.
package struct EpochHead: Hashable, Sendable {
    /// What the form of the export is called.
    package static let format = "jifen-epoch-1"

    /// The game.
    package let game: GameID
    /// What kind of game it is.
    package let kind: GameKind
    /// The day of the programme's zone on which the epoch was opened.
    package let day: CalendarDay
    /// When it was opened.
    package let openedAt: Instant
    /// When it was closed.
    package let closedAt: Instant
    /// By what it was drawn.
    package let version: ExportedVersion
    /// By what the earlier epochs were drawn of which something was settled in this one.
    package let earlier: [ExportedVersion]
    /// The game as it was when the epoch was opened.
    package let opening: GameState
    /// The game as it was when the epoch was closed.
    package let closing: GameState

    /// Joins the parts of a head.
    package init(
        game: GameID,
        kind: GameKind,
        day: CalendarDay,
        openedAt: Instant,
        closedAt: Instant,
        version: ExportedVersion,
        earlier: [ExportedVersion],
        opening: GameState,
        closing: GameState
    ) {
        self.game = game
        self.kind = kind
        self.day = day
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.version = version
        self.earlier = earlier
        self.opening = opening
        self.closing = closing
    }
}

extension EpochHead: ObjectForm {
    /// Writes the head.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("format", Self.format)
        writer.member("game", game.text)
        writer.member("kind", kind.rawValue)
        version.writeMembers(to: &writer)
        writer.member("day", "\(day)")
        writer.member("openedAt", "\(openedAt)")
        writer.member("closedAt", "\(closedAt)")
        writer.member("earlier", forms: earlier)
        writer.member("opening", form: opening)
        writer.member("closing", form: closing)
    }

    /// Reads the head.
    package init(members: inout ObjectReader) throws(JSONFault) {
        guard try members.text("format") == Self.format else {
            throw JSONFault(at: members.path(of: "format"), "must be \(Self.format)")
        }
        self.init(
            game: try members.identifier("game"),
            kind: try members.word("kind"),
            day: try members.day("day"),
            openedAt: try members.instant("openedAt"),
            closedAt: try members.instant("closedAt"),
            version: try ExportedVersion(members: &members),
            earlier: try members.forms("earlier"),
            opening: try members.form("opening"),
            closing: try members.form("closing")
        )
    }
}
