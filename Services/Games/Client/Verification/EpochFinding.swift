import Chance

/// Something in an epoch's export that is not right, in words for people.
package struct EpochFinding: Hashable, Sendable {
    /// The number of the entry that is at fault, or nil where it is none in particular.
    package let sequence: Int64?
    /// Whose record is at fault, or nil where it is nobody's.
    package let player: Pseudonym?
    /// Which draw or round of the player's is at fault, or nil where it is none in particular.
    package let nonce: Int64?
    /// What is wrong, as a whole sentence without its end.
    package let problem: String

    init(
        entry sequence: Int64? = nil,
        player: Pseudonym? = nil,
        nonce: Int64? = nil,
        _ problem: String
    ) {
        self.sequence = sequence
        self.player = player
        self.nonce = nonce
        self.problem = problem
    }
}

extension EpochFinding: CustomStringConvertible {
    /// The place and the problem, such as `entry 17, player 80…8f, nonce 3: …`.
    package var description: String {
        let place = [
            sequence.map { "entry \($0)" }, player.map { "player \($0)" },
            nonce.map { "nonce \($0)" },
        ].compactMap { $0 }
        return (place.isEmpty ? "the epoch" : place.joined(separator: ", ")) + ": " + problem
    }
}
