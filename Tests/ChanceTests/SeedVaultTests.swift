import Chance
import TestSupport
import Testing

@Suite("The vault of seeds")
struct SeedVaultTests {
    private let place = SecretPlace(game: "wheel", epoch: "2026-03-01")
    private let seed = ServerSeed.rising(from: 7)

    @Test("opens what it sealed, with a nonce of its own each time")
    func roundTrip() throws {
        let vault = try Self.vault("a")
        let (one, other) = (try vault.seal(seed, at: place), try vault.seal(seed, at: place))

        #expect(try vault.open(one, at: place) == seed)
        #expect(try vault.open(other, as: ServerSeed.self, at: place) == seed)
        #expect(one != other)
        #expect(one.count == 1 + 1 + 1 + 12 + 32 + 16)
        #expect(try SeedVault.keyID(of: one) == "a")
    }

    @Test("opens nothing of which any byte was changed, cut off or added")
    func tampered() throws {
        let vault = try Self.vault("a")
        let sealed = try vault.seal(seed, at: place)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(throws: VaultFault.self) { try open(changed, with: vault) }
            }
            #expect(throws: VaultFault.self) { try open(Array(sealed[..<index]), with: vault) }
        }
        #expect(throws: VaultFault.notGenuine(key: "a")) { try open(sealed + [0], with: vault) }
        #expect(throws: VaultFault.malformed) { try open([], with: vault) }
    }

    @Test(
        "opens a seed for its own game, epoch and kind alone",
        arguments: [
            SecretPlace(game: "wheels", epoch: "2026-03-01"),
            SecretPlace(game: "wheel", epoch: "2026-03-02"),
            SecretPlace(game: "wheel2026", epoch: "-03-01"),
            SecretPlace(game: "wheel", epoch: "2026-03-01", round: "r1"),
        ]
    )
    func elsewhere(_ other: SecretPlace) throws {
        let vault = try Self.vault("a")
        let sealed = try vault.seal(seed, at: place)

        #expect(throws: VaultFault.notGenuine(key: "a")) {
            try vault.open(sealed, as: ServerSeed.self, at: other)
        }
        #expect(throws: VaultFault.notGenuine(key: "a")) {
            try vault.open(sealed, as: LayoutSalt.self, at: place)
        }
    }

    @Test("opens with each of its keys, and seals with the first")
    func rotation() throws {
        let old = try Self.vault("a")
        let sealed = try old.seal(seed, at: place)
        let rotated = try Self.vault("b", "a")
        let fresh = try rotated.seal(seed, at: place)

        #expect(try rotated.open(sealed, at: place) == seed)
        #expect(try rotated.open(fresh, at: place) == seed)
        #expect(try SeedVault.keyID(of: fresh) == "b")
        #expect(throws: VaultFault.unknownKey(id: "b")) { try open(fresh, with: old) }
        #expect(throws: VaultFault.unknownKey(id: "a")) {
            try open(sealed, with: Self.vault("b"))
        }
        let namesake = try SeedVault(keys: [VaultKey(id: "a", bytes: Self.bytes(99))])
        #expect(throws: VaultFault.notGenuine(key: "a")) { try open(sealed, with: namesake) }
    }

    @Test("refuses keys that cannot be right")
    func keys() throws {
        let key = try VaultKey(id: "a", bytes: Self.bytes(1))
        let digits = String(repeating: "0f", count: 32)

        #expect(throws: VaultFault.noKey) { try SeedVault(keys: []) }
        #expect(throws: VaultFault.doubledKey(id: "a")) { try SeedVault(keys: [key, key]) }
        #expect(throws: Never.self) { try VaultKey(id: "k-1_2.B", hexadecimal: digits) }
        for id in ["", "a b", "ü", String(repeating: "a", count: 33)] {
            #expect(throws: VaultFault.malformedKey) { try VaultKey(id: id, hexadecimal: digits) }
        }
        for wrong in ["", "0f", digits + "0f", digits.uppercased(), digits.dropLast() + "g"] {
            #expect(throws: VaultFault.malformedKey) { try VaultKey(id: "a", hexadecimal: wrong) }
        }
    }

    @Test("refuses any bytes that it did not make, and never traps")
    func anyBytes() throws {
        var random = SeededGenerator(for: "anyBytes")
        let vault = try Self.vault("a")
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...80, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let form: [UInt8] = [1, UInt8.random(in: 0...3, using: &random), UInt8(ascii: "a")]
            if Bool.random(using: &random) { bytes = form + bytes }
            #expect(throws: VaultFault.self) { try open(bytes, with: vault) }
        }
    }

    @Test("says what is wrong without a byte of what it hides")
    func faults() throws {
        let faults: [VaultFault] = [
            .malformedKey, .noKey, .doubledKey(id: "k7"), .malformed, .unknownKey(id: "k7"),
            .notGenuine(key: "k7"), .notSealed,
        ]

        #expect(Set(faults.map(\.description)).count == faults.count)
        #expect(VaultFault.unknownKey(id: "k7").description.contains("k7"))
    }

    private func open(_ sealed: [UInt8], with vault: SeedVault) throws -> ServerSeed {
        try vault.open(sealed, at: place)
    }

    /// A vault of keys that are functions of their ids.
    private static func vault(_ ids: String...) throws -> SeedVault {
        try SeedVault(keys: ids.map { try VaultKey(id: $0, bytes: bytes($0.utf8.first ?? 0)) })
    }

    private static func bytes(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
}
