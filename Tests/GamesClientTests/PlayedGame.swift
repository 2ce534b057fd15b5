import Chance
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Wire

/// A game that members play through some epochs as they would with the service, each epoch with an
/// export.
struct PlayedGame {
    /// A play that is not settled yet.
    private struct Pending {
        let player: Pseudonym
        let start: PlayStart
    }

    /// A round that is on the table.
    private struct OpenRound {
        let name: RoundName
        var round: Round
    }

    private(set) var epoch: Int64 = 0
    private(set) var now: Instant
    private var entry: GameEntry
    private let members: [Pseudonym]
    private let pace: Int64
    private var random: SeededGenerator
    private var state = GameState()
    private var players: [Pseudonym: Player] = [:]
    private var pending: [Pending] = []
    private var rounds: [Pseudonym: OpenRound] = [:]
    private var versions: [Int64: ExportedVersion] = [:]
    private var games: [Int64: Game] = [:]
    // What is exported of the epoch that is open.
    private var openedAt: Instant
    private var opening = GameState()
    private var openingPlayers: [Pseudonym: Player] = [:]
    private var openingRounds: [Pseudonym: OpenRound] = [:]
    private(set) var entries: [ExportedEntry] = []

    /// A game that begins to be played at an instant.
    init(_ entry: GameEntry, members: Int, pace: Int64, at now: Instant, seed: UInt64) {
        self.entry = entry
        self.pace = pace
        self.now = now
        openedAt = now
        var random = SeededGenerator(seed: seed)
        self.members = (0..<members).map { _ in Pseudonym(counted: random.bytes(16)) }
        self.random = random
        open()
    }

    /// Closes the epoch and opens the next, by another version if there is one.
    mutating func turn(to next: GameEntry? = nil) -> EpochExport {
        let export = exported
        if let next { entry = next }
        open()
        return export
    }

    private mutating func open() {
        epoch += 1
        let seed = ServerSeed(counted: random.bytes(32))
        versions[epoch] = ExportedVersion(epoch: epoch, seed: seed, of: entry)
        games[epoch] = entry.game
        openedAt = now
        opening = state
        openingPlayers = players
        openingRounds = rounds
        entries = []
    }
}

// MARK: Steps

extension PlayedGame {
    /// Does something: a play begins, or is settled, or a card is turned, or stock changes.
    mutating func step() {
        now = Instant(milliseconds: now.milliseconds + .random(in: 0...pace, using: &random))
        switch Int.random(in: 0..<20, using: &random) {
        case 0: restock()
        case 1...9: begin()
        case 10...14: settle()
        default: turnCards()
        }
    }

    /// Settles what is pending, but for some plays.
    mutating func settle(leaving rest: Int) {
        while pending.count > rest { settle() }
    }

    private mutating func restock() {
        guard let prize = entry.game.table.prizes.randomElement(using: &random)?.id else { return }
        let change = Int64.random(in: -1...3, using: &random)
        do throws(RestockRefusal) {
            _ = try entry.game.table.restock(prize, by: change, &state)
            note(.restock(ExportedRestock(prize: prize, change: change, reason: "more", at: now)))
        } catch {
            return
        }
    }

    private mutating func begin() {
        guard let name = members.randomElement(using: &random), rounds[name] == nil,
            entry.kind == .lottery || !pending.contains(where: { $0.player == name })
        else { return }
        var player = players[name] ?? Player(newTo: entry.terms)
        let isTen = entry.kind == .lottery && Int.random(in: 0..<4, using: &random) == 0
        let traits = Traits(level: .random(in: 0...3, using: &random))
        let request = PlayRequest(count: isTen ? 10 : 1, epoch: epoch, at: now, traits: traits)
        let clientSeed = ClientSeed("seed-\(random.next())") ?? .none
        do throws(PlayRefusal) {
            let reservation =
                switch entry.game {
                case .lottery(let lottery): try lottery.begin(request, &state, &player)
                case .cardFlip(let game): try game.begin(request, &state, &player)
                }
            let start = PlayStart(reservation: reservation, clientSeed: clientSeed)
            pending.append(Pending(player: name, start: start))
            players[name] = player
        } catch {
            return
        }
    }

    private mutating func settle() {
        guard let place = pending.indices.randomElement(using: &random) else { return }
        let play = pending.remove(at: place)
        let isRefused = Int.random(in: 0..<6, using: &random) == 0
        switch games[play.start.reservation.epoch] {
        case .lottery(let lottery): settle(play, of: lottery, isRefused)
        case .cardFlip(let game): deal(play, of: game, isRefused)
        case nil: break
        }
    }

    private mutating func note(_ content: ExportedEntry.Content) {
        entries.append(ExportedEntry(sequence: Int64(entries.count) + 1, content))
    }
}

// MARK: Draws and cards

extension PlayedGame {
    private mutating func settle(_ play: Pending, of lottery: Lottery, _ isRefused: Bool) {
        guard var player = players[play.player] else { return }
        let result: ExportedPlay<DrawnPlay>.Result
        if isRefused {
            lottery.giveBack(play.start.reservation, &state, &player)
            result = .refused(reason: "insufficient-points")
        } else {
            var sources = play.start.reservation.nonces.map { source(of: play, nonce: $0) }
            let outcomes = lottery.settle(
                play.start.reservation,
                at: now,
                from: &sources,
                &state,
                &player
            )
            result = .settled(DrawnPlay(draws: DrawRecord.records(of: outcomes, from: sources)))
        }
        players[play.player] = player
        let start = play.start
        note(.play(ExportedPlay(player: play.player, start: start, settledAt: now, result: result)))
    }

    private mutating func deal(_ play: Pending, of game: CardFlip, _ isRefused: Bool) {
        guard var player = players[play.player] else { return }
        let result: ExportedPlay<DealtRound>.Result
        let reservation = play.start.reservation
        if isRefused {
            game.giveBack(reservation, &state, &player)
            result = .refused(reason: "insufficient-points")
        } else {
            var source = source(of: play, nonce: reservation.firstNonce)
            let deal = game.deal(reservation, at: now, from: &source, &state, &player)
            let salt = LayoutSalt(counted: random.bytes(32))
            let layout = CanonicalBytes(layout: deal.round.layout.map(\.canonical))
            let cards = DealtCards(deal, from: source)
            let commitment = Commitment(to: layout, salt: salt)
            result = .settled(DealtRound(cards: cards, salt: salt, commitment: commitment))
            let name = RoundName(epoch: reservation.epoch, nonce: reservation.firstNonce)
            rounds[play.player] = OpenRound(name: name, round: deal.round)
        }
        players[play.player] = player
        let start = play.start
        note(.deal(ExportedPlay(player: play.player, start: start, settledAt: now, result: result)))
    }

    private func source(of play: Pending, nonce: Int64) -> RecordingSource<DrawStream> {
        let epoch = play.start.reservation.epoch
        guard let version = versions[epoch], let game = games[epoch] else {
            preconditionFailure("no version of epoch \(epoch)")
        }
        let key = EpochKey(
            seed: version.seed,
            game: game.id.text,
            version: version.versionHash,
            epoch: String(epoch)
        )
        let clientSeed = play.start.clientSeed
        let nonce = UInt64(nonce)
        return RecordingSource(key.draw(of: play.player, nonce: nonce, clientSeed: clientSeed))
    }

    private mutating func turnCards() {
        guard let name = members.filter({ rounds[$0] != nil }).randomElement(using: &random),
            var open = rounds[name]
        else {
            return
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: open.round.close()
        case 1:
            if (try? open.round.reserveExtraFlip(at: now)) != nil { open.round.takeExtraFlip() }
        default:
            let position = Int64.random(in: 1...open.round.cards, using: &random)
            _ = try? open.round.flip(position, at: now)
        }
        rounds[name] = open
        end(open, of: name)
    }

    private mutating func end(_ open: OpenRound, of name: Pseudonym) {
        var (open, player) = (open, players[name] ?? Player(newTo: entry.terms))
        let chosen = open.round.turned
        guard let settlement = CardFlip.settle(&open.round, at: now, &state, &player) else {
            return
        }
        players[name] = player
        rounds[name] = nil
        let end = RecordedEnd(
            player: name,
            name: open.name,
            endedAt: now,
            chosen: chosen,
            extrasPaid: open.round.extrasPaid,
            settlement: settlement
        )
        note(.end(ExportedEnd(end)))
    }
}

// MARK: The export

extension PlayedGame {
    private var exported: EpochExport {
        guard let version = versions[epoch] else { preconditionFailure("no epoch is open") }
        let head = EpochHead(
            game: entry.id,
            kind: entry.kind,
            day: entry.terms.zone.day(of: openedAt),
            openedAt: openedAt,
            closedAt: now,
            version: version,
            earlier: earlier.compactMap { versions[$0] },
            opening: opening,
            closing: state
        )
        let names = players.keys.sorted { "\($0)" < "\($1)" }
        return EpochExport(head: head, players: names.compactMap(player), entries: entries)
    }

    private var earlier: [Int64] {
        let epochs = entries.compactMap(\.epoch)
        return Set(epochs).subtracting([epoch]).sorted()
    }

    private func player(_ name: Pseudonym) -> ExportedPlayer? {
        let later = pending.filter { $0.player == name && $0.start.reservation.epoch == epoch }
        return players[name].map { closing in
            ExportedPlayer(
                player: name,
                opening: openingPlayers[name],
                closing: closing,
                settledLater: later.map(\.start.reservation.nonces),
                openRounds: openingRounds[name].map { open in
                    [ExportedPlayer.OpenRound(name: open.name, round: open.round)]
                } ?? []
            )
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
