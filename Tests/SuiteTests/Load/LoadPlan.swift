import TestSupport

/// How large a load is, how long it lasts, and how its gateways end.
struct LoadPlan: Sendable {
    enum Ending: Sendable {
        /// By SIGKILL.
        case killed
        /// By SIGTERM.
        case stopped
    }

    /// The time from the start of a gateway to its end.
    struct Life: Sendable {
        let length: Duration
        let ending: Ending
        /// Whether the store is checked, as an operator would, while this gateway works.
        var isChecked = false
    }

    let members: Int
    /// For how long the capacity is measured before.
    let trial: Duration
    let lives: [Life]
    /// How many answers are remembered byte for byte.
    let remembered: Int
    let bounds: LoadBounds

    /// The time of all lives together.
    var length: Duration { lives.reduce(.zero) { $0 + $1.length } }

    /// The form that runs with all other tests.
    static func short(seed: UInt64) -> LoadPlan {
        var random = SeededGenerator(seed: seed)
        let endings: [Ending] = [.killed, .killed, .stopped, .killed, .killed]
        return LoadPlan(
            members: 4_000,
            trial: .seconds(3),
            lives: endings.enumerated().map { place, ending in
                Life(
                    length: .milliseconds(Int.random(in: 5_000...8_000, using: &random)),
                    ending: ending,
                    isChecked: place == 2
                )
            },
            remembered: 20_000,
            bounds: .short
        )
    }

    /// A form of minutes or hours: a kill about once a minute, now and then a graceful stop, and
    /// for a third of the time, in the middle, neither.
    static func long(minutes: Int, seed: UInt64) -> LoadPlan {
        var random = SeededGenerator(seed: seed)
        let third = Duration.seconds(minutes * 20)
        let calm = Life(length: third, ending: .killed, isChecked: true)
        return LoadPlan(
            members: 100_000,
            trial: .seconds(15),
            lives: stretch(of: third, &random) + [calm] + stretch(of: third, &random),
            remembered: 60_000,
            bounds: .long
        )
    }

    /// Lives so short that a gateway which answers before it commits is caught.
    static func hasty(seed: UInt64) -> LoadPlan {
        var random = SeededGenerator(seed: seed)
        return LoadPlan(
            members: 500,
            trial: .milliseconds(500),
            lives: (0..<20).map { _ in
                let length = Duration.milliseconds(Int.random(in: 300...700, using: &random))
                return Life(length: length, ending: .killed)
            },
            remembered: 5_000,
            bounds: .short
        )
    }

    private static func stretch(
        of length: Duration,
        _ random: inout SeededGenerator
    ) -> [Life] {
        var lives: [Life] = []
        var left = length
        while left > .zero {
            let life = min(left, .milliseconds(Int.random(in: 15_000...90_000, using: &random)))
            let isKilled = Int.random(in: 0..<5, using: &random) > 0
            lives.append(Life(length: life, ending: isKilled ? .killed : .stopped))
            left -= life
        }
        return lives
    }
}
