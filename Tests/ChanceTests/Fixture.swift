import Chance

extension FixedBytes {
    /// The value whose bytes rise by one from a first one.
    static func rising(from first: UInt8) -> Self {
        Self(counted: (0..<length).map { first &+ UInt8(truncatingIfNeeded: $0) })
    }
}

extension ClientSeed {
    /// The seed of a text that is one.
    static func of(_ text: String) -> ClientSeed {
        guard let seed = ClientSeed(text) else { preconditionFailure("no client seed: \(text)") }
        return seed
    }
}

/// What a draw is made of; as it is, that of the written specification's vectors.
struct Terms {
    var seed = ServerSeed.rising(from: 0)
    var game = "wheel"
    var version = VersionHash.rising(from: 64)
    var epoch = "2026-03-01"
    var pseudonym = Pseudonym.rising(from: 128)
    var nonce: UInt64 = 1
    var clientSeed = "client-seed"

    /// A fresh stream of these terms.
    var stream: DrawStream {
        EpochKey(seed: seed, game: game, version: version, epoch: epoch)
            .draw(of: pseudonym, nonce: nonce, clientSeed: .of(clientSeed))
    }
}

extension DrawSource {
    /// The integers below each of the bounds, in their order.
    mutating func integers(below bounds: [UInt128]) -> [UInt128] {
        var integers: [UInt128] = []
        for bound in bounds { integers.append(integer(below: bound)) }
        return integers
    }
}

/// Words that a test has written down; when they are used up, zeros.
struct ScriptedWords: WordSource {
    private(set) var left: [UInt64]

    init(_ words: [UInt64]) {
        left = words
    }

    mutating func word() -> UInt64 {
        left.isEmpty ? 0 : left.removeFirst()
    }
}

/// Bounds at which a draw can go wrong.
let oddBounds: [UInt128] = [
    0, 1, 2, 3, 6, 100, 1_000_000_000, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 63) + 1, 3 << 62,
    (1 << 64) - 1, 1 << 64, (1 << 64) + 1, 3 << 64, (1 << 127) - 1, 1 << 127, (1 << 127) + 1,
    3 << 126, .max - 1, .max,
]
