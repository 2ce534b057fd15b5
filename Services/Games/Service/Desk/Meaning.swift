import GamesDomain
import Primitives
import Storage
import Wire

/// What fixes the meaning of an intent, beside the play that its first step has stored: the game,
/// and the version of the programme that the play follows.
struct Meaning {
    let game: GameID
    let version: Int64

    init(_ game: GameID, version: Int64) {
        self.game = game
        self.version = version
    }

    /// Reads a meaning that was stored.
    init(_ bytes: [UInt8]) throws {
        let json = try JSONParser.parse(bytes)
        guard let game = json["game"]?.text.flatMap({ GameID($0) }),
            let version = json["version"]?.integer
        else { throw StorageError.fault("an intent's meaning is not readable") }
        self.init(game, version: version)
    }

    /// The meaning as it is stored.
    var bytes: [UInt8] {
        JSONWriter.bytes(of: ["game": .string(game.text), "version": .integer(version)])
    }
}
