import Chance
import GamesDomain
import Primitives
import Sections
import Wire

/// A game as a version of the programme has it: its rules, how it is shown, and what is exported
/// of it so that anyone can make the same game again.
package struct GameEntry: Hashable, Sendable {
    /// The game itself.
    package let game: Game
    /// How it is shown.
    package let display: GameDisplay
    /// The bytes of its rules.
    package let canonical: CanonicalBytes
    /// SHA-256 of these bytes.
    package let versionHash: VersionHash
    /// The `rules` of an export: `{zone, asset, kind, game}`, where `asset` is the one of which
    /// plain numbers are amounts, and `game` what the programme says.
    package let exported: JSON

    /// The game's name.
    package var id: GameID { game.id }
    /// Of what kind it is.
    package var kind: GameKind { game.kind }
    /// Who may play it, when, how often, and for what.
    package var terms: GameTerms { game.terms }

    /// What the programme says of the game.
    var published: JSON { exported["game"] ?? .null }

    /// Joins a game and how it is shown with what was read.
    init(_ game: Game, _ display: GameDisplay, published: JSON, asset: AssetID) {
        self.game = game
        self.display = display
        canonical = game.canonical
        versionHash = VersionHash(of: canonical)
        exported = [
            "zone": .string(game.terms.zone.name), "asset": .string(asset.text),
            "kind": .string(game.kind.rawValue), "game": published,
        ]
    }

    /// Makes the game again of which the `rules` of an export tell.
    ///
    /// - Parameter exported: What `exported` was.
    /// - Throws: `ProgrammeFaults` where it is no such object, or its game has faults.
    package init(exported: JSON) throws(ProgrammeFaults) {
        var reader = SectionReader(exported, at: "")
        let zone = reader.zone()
        let asset: AssetID? = reader.identifier("asset")
        let kind = reader.word("kind", of: GameKind.allCases)
        if !reader.has("game") { reader.fault(at: "game", "is missing") }
        let json = reader.take("game")
        reader.finish()
        guard let zone, let asset, let kind, let json else { throw ProgrammeFaults(reader.faults) }
        let games = GameReader(zone: zone, amounts: AmountReader(usual: asset))
        let entry = games.entry(json, as: kind, at: "game", &reader)
        guard let entry, reader.isSound else { throw ProgrammeFaults(reader.faults) }
        self = entry
    }
}
