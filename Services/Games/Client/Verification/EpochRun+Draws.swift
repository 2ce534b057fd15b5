import Chance
import GamesDomain
import Primitives

extension EpochRun {
    mutating func replay(_ play: ExportedPlay<DrawnPlay>, _ entry: ExportedEntry) {
        let reservation = play.start.reservation
        guard let version = versions[reservation.epoch] else {
            return note(
                entry,
                "no version is exported by which epoch \(reservation.epoch) is drawn"
            )
        }
        guard case .lottery(let lottery) = version.game else {
            return note(entry, "it is a play of a lottery, which the game is not")
        }
        var draws: [DrawRecord] = []
        var result = RecordedPlay<Pseudonym>.Result.refused
        if case .settled(let drawn) = play.result {
            draws = drawn.draws
            result = .drawn(draws.map(\.outcome))
        }
        // Of a play with another number of draws nothing can be drawn.
        let nonces = draws.count == reservation.count ? Array(reservation.nonces) : []
        var sources = nonces.map { play.stream(of: $0, version.key) }
        let recorded = RecordedPlay(
            player: play.player,
            reservation: reservation,
            settledAt: play.settledAt,
            result: result
        )
        let found = replay.replay(recorded, of: lottery, from: &sources)
        add(found, entry)
        for (place, draw) in draws.enumerated() {
            let nonce = nonces.isEmpty ? draw.outcome.nonce : nonces[place]
            let drawn = nonces.isEmpty ? [] : sources[place].drawn
            let isDrawnSo = compare(drawn, draw.integers, entry, nonce: nonce)
            let isRight = !found.contains { $0.nonce == nonce && $0.what.isOfDraw }
            judge(entry, nonce, "gave \(draw.outcome.giving.given)", isDrawnSo && isRight)
        }
    }

    mutating func replay(_ play: ExportedPlay<DealtRound>, _ entry: ExportedEntry) {
        let reservation = play.start.reservation
        guard let version = versions[reservation.epoch] else {
            return note(
                entry,
                "no version is exported by which epoch \(reservation.epoch) is drawn"
            )
        }
        guard case .cardFlip(let game) = version.game else {
            return note(entry, "it is a round of cards, which the game has not")
        }
        var deal: Deal?
        if case .settled(let dealt) = play.result {
            deal = Deal(dealt.cards, of: game, dealtAt: play.settledAt)
        }
        var source = play.stream(of: reservation.firstNonce, version.key)
        let recorded = RecordedDeal(
            player: play.player,
            reservation: reservation,
            settledAt: play.settledAt,
            deal: deal
        )
        let found = replay.replay(recorded, of: game, from: &source)
        add(found, entry)
        guard case .settled(let dealt) = play.result else { return }
        let nonce = reservation.firstNonce
        let isDrawnSo = compare(source.drawn, dealt.cards.integers, entry, nonce: nonce)
        let layout = CanonicalBytes(layout: dealt.cards.layout.map(\.canonical))
        let isCommitted = Commitment(to: layout, salt: dealt.salt) == dealt.commitment
        if !isCommitted { note(entry, "the commitment is not that of the layout and the salt") }
        let isRight = isCommitted && isDrawnSo && !found.contains { $0.what.isOfDraw }
        judge(entry, nonce, "dealt \(dealt.cards.layout.count) cards", isRight)
    }

    /// Compares integers that were drawn again with those of the export.
    private mutating func compare(
        _ own: [DrawnInteger],
        _ recorded: [DrawnInteger],
        _ entry: ExportedEntry,
        nonce: Int64
    ) -> Bool {
        if own == recorded { return true }
        let own = own.map { "\($0.integer) below \($0.bound)" }.joined(separator: ", ")
        let recorded = recorded.map { "\($0.integer) below \($0.bound)" }.joined(separator: ", ")
        note(
            entry,
            nonce: nonce,
            "the integers are \(recorded.isEmpty ? "none" : recorded); "
                + "by the seed they are \(own.isEmpty ? "none" : own)"
        )
        return false
    }

    private mutating func judge(
        _ entry: ExportedEntry,
        _ nonce: Int64,
        _ gave: String,
        _ isRight: Bool
    ) {
        guard let player = entry.player, let start = entry.start else { return }
        verdicts.append(
            DrawVerdict(
                sequence: entry.sequence,
                player: player,
                epoch: start.reservation.epoch,
                nonce: nonce,
                gave: gave,
                isRight: isRight
            )
        )
    }
}

extension ExportedPlay {
    /// The stream of one of its draws.
    fileprivate func stream(of nonce: Int64, _ key: EpochKey) -> RecordingSource<DrawStream> {
        RecordingSource(
            key.draw(
                of: player,
                nonce: UInt64(clamping: nonce),
                clientSeed: start.clientSeed
            )
        )
    }
}

extension Deal {
    /// What a record tells of a deal; the rest of the round is as the rules have it.
    fileprivate init(_ cards: DealtCards, of game: CardFlip, dealtAt now: Instant) {
        let round = Round(
            mode: game.rules.mode,
            layout: cards.layout,
            extraFlips: game.rules.extraFlips,
            dealtOn: game.rules.terms.zone.day(of: now),
            deadline: now,
            flips: game.rules.flips
        )
        self.init(round: round, givings: cards.givings)
    }
}
