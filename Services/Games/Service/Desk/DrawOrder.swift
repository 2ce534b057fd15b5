import Chance
import GamesDomain
import Primitives
import Wire

/// What a member asks for when it plays a lottery.
struct DrawOrder: Sendable {
    let game: GameID
    /// 1 or 10.
    let count: Int64
    let clientSeed: ClientSeed

    init(_ game: GameID, _ json: JSON) throws(JSONFault) {
        var reader = try ObjectReader(json)
        self.game = game
        count = try reader.optionalInteger("count", in: 1...10) ?? 1
        guard count == 1 || count == 10 else { throw JSONFault(at: "count", "must be 1 or 10") }
        clientSeed = try ClientSeed(of: &reader)
        try reader.finish()
    }
}

extension ClientSeed {
    /// The member `clientSeed`, empty where it is absent.
    init(of reader: inout ObjectReader) throws(JSONFault) {
        guard let text = try reader.optionalText("clientSeed", largest: Self.longest) else {
            self = .none
            return
        }
        guard let seed = ClientSeed(text) else {
            throw JSONFault(at: "clientSeed", "must be 1 to 64 characters from ! to ~")
        }
        self = seed
    }
}
