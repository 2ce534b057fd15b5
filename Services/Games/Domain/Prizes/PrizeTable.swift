import Chance
import Primitives

/// The prizes of one version of a game, ready to be rolled; it is made of rules without faults.
package struct PrizeTable: Hashable, Sendable {
    /// The prizes, in the order of the programme.
    package let prizes: [Prize]
    /// The game's window.
    package let window: TimeWindow
    /// The sum of all weights, 1 to 10^11.
    package let sum: UInt128
    let weights: [UInt128]
    private let places: [PrizeID: Int]
    private let substitutes: [Int?]

    init(_ prizes: [Prize], window: TimeWindow) {
        self.prizes = prizes
        self.window = window
        let weights = prizes.map { UInt128(max(0, $0.weight)) }
        self.weights = weights
        sum = weights.reduce(0, +)
        let places = Dictionary(
            prizes.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        self.places = places
        substitutes = prizes.map { $0.substitute.flatMap { places[$0] } }
    }

    /// The prize of a name, or nil where there is none.
    package func prize(_ id: PrizeID) -> Prize? { places[id].map { prizes[$0] } }

    func place(of id: PrizeID) -> Int? { places[id] }

    func substitute(of place: Int) -> Int? { substitutes[place] }
}
