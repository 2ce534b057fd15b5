import GamesDomain
import Primitives
import Sections
import Wire

/// The games' section of the programme: the zone of its days, the assets that are paid and won,
/// who organises the games, and the games.
///
/// `{"zone": "Asia/Shanghai", "assets": [{"id": "points", …}, …], "organiser": "…",
/// "lotteries": […], "cardFlips": […]}`; of an asset only its id is read, as the rest is the
/// gateway's to check.
package struct GamesSection: ProgrammeSection {
    /// How many lotteries, and how many card flips, a programme can have.
    package static let mostGames = 50

    /// The programme's zone.
    package let zone: Zone
    /// Who organises the games, for the rules page, or nil where it is not said.
    package let organiser: String?
    /// The games: the lotteries, then the card flips, each in their order.
    package let entries: [GameEntry]
    private let places: [GameID: Int]

    /// The game of a name, or nil where there is none.
    package func entry(_ id: GameID) -> GameEntry? { places[id].map { entries[$0] } }

    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    package init(_ json: JSON) throws(ProgrammeFaults) {
        var reader = SectionReader(json, at: "")
        let zone = reader.zone()
        let amounts = AmountReader(assets: reader.assets(isOpen: true) { $1 })
        organiser = reader.label("organiser", most: 200)
        var games = GameReader(zone: zone ?? .utc, amounts: amounts)
        let lotteries = games.list(.lottery, &reader)
        entries = lotteries + games.list(.cardFlip, &reader)
        reader.finish()
        guard let zone, reader.isSound else { throw ProgrammeFaults(reader.faults) }
        self.zone = zone
        places = Dictionary(
            entries.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
