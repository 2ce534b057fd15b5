import GamesDomain
import Primitives
import Sections
import Wire

/// Reads the games of a section.
struct GameReader {
    let zone: Zone
    let amounts: AmountReader
    /// The names of all games that have been read.
    private var names: Set<GameID> = []

    init(zone: Zone, amounts: AmountReader) {
        self.zone = zone
        self.amounts = amounts
    }

    /// The games of a kind, none where their list is absent; those at fault are left out.
    mutating func list(_ kind: GameKind, _ reader: inout SectionReader) -> [GameEntry] {
        guard let json = reader.take(kind.listName) else { return [] }
        guard let games = json.elements, games.count <= GamesSection.mostGames else {
            reader.fault(at: kind.listName, "must be a list of 0 to \(GamesSection.mostGames)")
            return []
        }
        var entries: [GameEntry] = []
        for (index, game) in games.enumerated() {
            let path = "\(kind.listName)[\(index)]"
            if let id = game["id"]?.text.flatMap({ GameID($0) }), !names.insert(id).inserted {
                reader.add(JSONFault(at: path + ".id", "stands twice"))
            }
            if let entry = entry(game, as: kind, at: path, &reader) { entries.append(entry) }
        }
        return entries
    }

    /// One game, or nil where it is at fault, as stands in the reader.
    ///
    /// Each part is read by itself first. Only where all can be read, the rules are judged as a
    /// whole, so that no fault is told because of another one.
    func entry(
        _ json: JSON,
        as kind: GameKind,
        at path: String,
        _ reader: inout SectionReader
    ) -> GameEntry? {
        reader.element(json, at: path) { reader in
            let id: GameID? = reader.identifier("id")
            let terms = GameTerms.read(
                &reader,
                id ?? GameID(validated: ""),
                in: zone,
                amounts
            )
            let prizes = Prize.list(&reader, amounts)
            let display = GameDisplay.read(&reader, of: kind, prizes, default: id?.text ?? "")
            let rules = RulesReader(terms: terms, prizes: prizes.map(\.prize), amounts: amounts)
            do throws(RulesFaults) {
                guard let game = try rules.game(kind, &reader) else { return nil }
                return GameEntry(game, display, published: json, asset: amounts.usual)
            } catch {
                for fault in error.faults {
                    reader.fault(at: GamePath.written(fault.path, in: json), fault.problem)
                }
                return nil
            }
        }
    }
}
