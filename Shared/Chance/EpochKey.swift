/// What all draws of one epoch of a game have in common: HMAC-SHA256 keyed by the server seed, and
/// fed with the game, the version of its configuration and the epoch.
///
/// It is made once, so that each draw hashes only what is its own.
package struct EpochKey: Sendable {
    private let hash: KeyedHash

    /// Begins the draws of an epoch.
    ///
    /// - Parameters:
    ///   - seed: The secret of the game and epoch.
    ///   - game: The game's id.
    ///   - version: The hash of the configuration that the epoch is played by.
    ///   - epoch: The epoch's name.
    package init(seed: ServerSeed, game: String, version: VersionHash, epoch: String) {
        var fields: [UInt8] = []
        fields.append(field: game.utf8)
        fields.append(field: version.bytes)
        fields.append(field: epoch.utf8)
        hash = KeyedHash(key: seed, beginning: fields)
    }

    /// The integers of one draw.
    ///
    /// - Parameters:
    ///   - pseudonym: Who draws.
    ///   - nonce: The number of the draw among those of the pseudonym in the epoch, from 1 on.
    ///   - clientSeed: What the member's side added.
    /// - Returns: A source that gives the same integers for the same draw, for ever.
    package func draw(
        of pseudonym: Pseudonym,
        nonce: UInt64,
        clientSeed: ClientSeed
    ) -> DrawStream {
        DrawStream(hash, pseudonym: pseudonym, nonce: nonce, clientSeed: clientSeed)
    }
}

extension EpochKey: CustomReflectable {
    /// A mirror that shows nothing: who knew the state of the hash could draw as the server does.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
