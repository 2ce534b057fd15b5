import Intents

/// What members begin as intents.
struct GameWorks: Sendable {
    let draws: DrawWork
    let rounds: RoundWork
    let extraFlips: ExtraFlipWork

    init(_ desk: GamesDesk) {
        draws = DrawWork(desk: desk)
        rounds = RoundWork(desk: desk)
        extraFlips = ExtraFlipWork(desk: desk)
    }

    /// What becomes of each of them.
    var kinds: [IntentKind] { [draws.kind, rounds.kind, extraFlips.kind] }
}
