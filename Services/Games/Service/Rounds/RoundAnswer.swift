import Chance
import GamesClient
import GamesDomain
import Intents
import Primitives
import Wire

/// A round as its member sees it; what lies under a card that is not turned has no way into it.
struct RoundAnswer {
    let id: TimeOrderedID
    private let member: MemberID
    private let name: RoundName
    private let commitment: Commitment
    private let clientSeed: ClientSeed
    private let entry: GameEntry
    private let version: Int64
    private let content: Content
    /// Whether it is over, and waits for nothing but to be settled.
    let isDue: Bool

    /// What is shown beside the head.
    private enum Content {
        case open(OpenRound, sellsFlips: Bool)
        case finished(FinishedRound, RoundRow.Ending?, grants: [[Grant]])
    }

    /// A round at an instant.
    ///
    /// - Parameters:
    ///   - row: The round.
    ///   - clientSeed: What came with its start.
    ///   - entry: The rules that it follows, for what is shown.
    ///   - version: The version of the programme that it follows.
    ///   - now: The instant.
    ///   - grants: For each win how far its handing out has come.
    init(
        row: RoundRow,
        clientSeed: ClientSeed,
        entry: GameEntry,
        version: Int64,
        now: Instant,
        grants: [[Grant]] = []
    ) {
        (id, member, name, commitment) = (row.id, row.member, row.name, row.commitment)
        self.clientSeed = clientSeed
        self.entry = entry
        self.version = version
        isDue = row.ending == nil && row.round.isDue(at: now)
        let sellsFlips = row.round.extraFlips != nil
        switch row.round.view(at: now) {
        case .open(let round): content = .open(round, sellsFlips: sellsFlips)
        case .finished(let round):
            content = .finished(round, row.ending, grants: grants)
        }
    }

    /// Writes the members of the answer to the start of a round.
    func write(to writer: inout JSONWriter, _ receipt: Receipt, chancesLeft: Int64) {
        write(to: &writer)
        receipt.write(to: &writer)
        writer.member("chancesLeft", chancesLeft)
    }

    /// Writes the members of the round.
    func write(to writer: inout JSONWriter) {
        writer.member("id", id.description)
        writer.member("state", state)
        writer.member("member", member.text)
        writer.member("game", entry.id.text)
        writer.member("title", entry.display.title)
        writer.member("epoch", name.epoch)
        writer.member("version", version)
        writer.member("nonce", name.nonce)
        writer.member("clientSeed", clientSeed.text)
        writer.member("commitment", commitment.description)
        switch content {
        case .open(let round, let sellsFlips):
            write(round, sellsFlips, to: &writer)
        case .finished(let round, let ending, let grants):
            write(round, to: &writer)
            writer.name("wins")
            writer.array(round.wins.indices) { writer, place in
                writer.object { writer in
                    write(round.wins[place], to: &writer)
                    writer.name("grants")
                    let own = grants.indices.contains(place) ? grants[place] : []
                    writer.array(own) { writer, grant in grant.write(to: &writer) }
                }
            }
            writer.member("salt", ifPresent: ending?.salt.bytes.hexadecimal)
            writer.member("endedAt", ifPresent: ending?.entry.at.description)
        }
    }

    /// Writes a card that was turned, with what can be done next.
    func write(_ card: TurnedCard, to writer: inout JSONWriter) {
        writer.member("round", id.description)
        write(turned: card, to: &writer)
        guard case .open(let round, let sellsFlips) = content else {
            writer.member("flipsLeft", Int64(0))
            return
        }
        writeFlips(round, sellsFlips, to: &writer)
    }

    private var state: String {
        switch content {
        case .open(let round, _): round.isClosing ? "closing" : "open"
        case .finished: "finished"
        }
    }

    private func write(_ round: OpenRound, _ sellsFlips: Bool, to writer: inout JSONWriter) {
        writer.member("mode", round.mode.rawValue)
        writer.member("cards", round.cards)
        writer.name("turned")
        writer.array(round.turned) { writer, card in
            writer.object { write(turned: card, to: &$0) }
        }
        writeFlips(round, sellsFlips, to: &writer)
        writer.member("deadline", round.deadline.description)
    }

    private func writeFlips(_ round: OpenRound, _ sellsFlips: Bool, to writer: inout JSONWriter) {
        writer.member("flipsLeft", round.flipsLeft)
        guard sellsFlips else { return }
        writer.name("extraFlips")
        writer.object { writer in
            writer.member("forSale", round.extrasForSale)
            writer.member("pending", round.extrasPending)
            writer.name("cost")
            writer.array(round.extraCosts) { writer, cost in cost.write(to: &writer) }
        }
    }

    private func write(_ round: FinishedRound, to writer: inout JSONWriter) {
        writer.member("mode", round.mode.rawValue)
        writer.member("cards", Int64(round.layout.count))
        writer.name("turned")
        writer.array(round.turned) { writer, card in
            writer.object { write(turned: card, to: &$0) }
        }
        writer.name("layout")
        writer.array(round.layout) { writer, face in
            writer.object { write(face, to: &$0) }
        }
    }

    private func write(turned card: TurnedCard, to writer: inout JSONWriter) {
        writer.member("position", card.position)
        write(card.face, to: &writer)
    }

    private func write(_ face: Face, to writer: inout JSONWriter) {
        let shown = entry.display.prize(face.prize)
        writer.member("prize", face.prize.text)
        writer.member("title", shown.title)
        writer.member("image", ifPresent: shown.image)
        writer.name("reward")
        face.reward.write(to: &writer)
    }
}

extension Receipt {
    /// Writes what was paid, if something was, and the gateway's transfer.
    func write(to writer: inout JSONWriter) {
        if let paid {
            writer.name("paid")
            writer.object { writer in
                writer.member("asset", paid.asset.text)
                writer.member("amount", paid.amount.value)
            }
        }
        writer.member("transfer", ifPresent: transfer?.description)
    }
}
