import GamesDomain
import Primitives

/// What a member has to know of a game before it plays, made of nothing but its configuration.
package struct RulesPage: Sendable {
    /// What comes after the rules that are in force.
    package struct Coming: Sendable {
        /// The game as it is played then.
        package let entry: GameEntry
        /// The version of the programme that has it.
        package let version: Int64
        /// From when on it holds at the latest; an operator may begin it before.
        package let from: Instant

        /// Joins a game, its version and an instant.
        package init(_ entry: GameEntry, version: Int64, from: Instant) {
            (self.entry, self.version, self.from) = (entry, version, from)
        }
    }

    /// Of what kind the game is.
    package var kind: GameKind { entry.kind }

    let entry: GameEntry
    let version: Int64
    let organiser: String?
    let coming: Coming?

    /// The rules of a game.
    ///
    /// - Parameters:
    ///   - entry: The game as it is played.
    ///   - version: The version of the programme that has it so.
    ///   - organiser: Who organises it, or nil where the programme does not say.
    ///   - coming: What was published since and is not in force yet, or nil.
    package init(
        of entry: GameEntry,
        version: Int64,
        organiser: String?,
        coming: Coming? = nil
    ) {
        (self.entry, self.version, self.organiser) = (entry, version, organiser)
        self.coming = coming
    }
}

extension GameEntry {
    /// The prizes whose value a lawyer should look at.
    var cautioned: [Prize] {
        game.table.prizes.filter { prize in
            prize.valueMinor.map { $0 > [Prize].cautionedValueMinor } ?? false
        }
    }
}
