import Chance
import Testing

@Suite("What a draw is made of")
struct SecretTests {
    @Test("shows a secret in no description, dump, mirror or interpolation")
    func hidden() throws {
        let seed = ServerSeed.random()
        let salt = LayoutSalt.random()
        let bytes = [UInt8](repeating: 0xAB, count: 32)
        let vault = try SeedVault(keys: [VaultKey(id: "k1", bytes: bytes)])
        let terms = Terms(seed: seed)
        let key = EpochKey(seed: seed, game: "g", version: terms.version, epoch: "e")
        var stream = terms.stream
        let drawn = stream.integer(below: 1 << 100)

        for text in Self.texts(of: seed) { #expect(Self.isBare(text, "<seed>"), "\(text)") }
        for text in Self.texts(of: salt) { #expect(Self.isBare(text, "<salt>"), "\(text)") }
        for text in Self.texts(of: [Optional(seed)]) { Self.check(text, against: seed.bytes) }
        for text in Self.texts(of: ["salt": salt]) { Self.check(text, against: salt.bytes) }
        let others: [any Sendable] = [vault, key, stream, try VaultKey(id: "k2", bytes: bytes)]
        for text in others.flatMap(Self.texts) {
            #expect(!text.contains("171") && !text.contains("\(drawn)"))
            #expect(!text.contains("HMAC") && !text.contains("SymmetricKey"), "\(text)")
            Self.check(text, against: seed.bytes)
        }
    }

    /// All that Swift makes of a value when asked for text.
    private static func texts(of value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(describing: value), String(reflecting: value), dumped]
    }

    private static func isBare(_ text: String, _ bare: String) -> Bool {
        text == bare
            || text.split(separator: "\n").count == 1 && text.contains(bare)
                && !text.contains("[")
    }

    private static func check(_ text: String, against secret: [UInt8]) {
        let hexadecimal = secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(!text.contains(hexadecimal.prefix(8)))
        #expect(!text.contains(secret.prefix(4).map(String.init).joined(separator: ", ")))
        let lines = text.split(separator: "\n").map { $0.drop { " -".contains($0) } }
        let numbers = lines.compactMap { UInt8($0) }
        #expect(numbers.count < 16, "\(text)")
    }

    @Test("is random anew each time")
    func random() {
        #expect(Set((0..<200).map { _ in ServerSeed.random() }).count == 200)
        #expect(Set((0..<200).map { _ in LayoutSalt.random() }).count == 200)
        #expect(Set((0..<200).map { _ in Pseudonym.random() }).count == 200)
        #expect(ServerSeed.random().bytes.count == 32)
        #expect(Pseudonym.random().bytes.count == 16)
    }

    @Test("reads its own digits, and nothing else")
    func digits() {
        let name = Pseudonym.rising(from: 250)

        #expect(name.description == "fafbfcfdfeff00010203040506070809")
        #expect(Pseudonym(hexadecimal: name.description) == name)
        for text in ["", "fa", "FAFBFCFDFEFF00010203040506070809", name.description + "00", "ü"] {
            #expect(Pseudonym(hexadecimal: text) == nil)
            #expect(Commitment(hexadecimal: text) == nil)
        }
        #expect(ServerSeed([1, 2, 3]) == nil)
        #expect(VersionHash([UInt8](repeating: 1, count: 33)) == nil)
    }

    @Test("is committed to as the specification says")
    func commitments() {
        let faces = ["p1", "none", "p2", "大奖"]
        let layout = CanonicalBytes(layout: faces.map { .text($0) })
        let salt = LayoutSalt.rising(from: 32)

        #expect(
            Commitment(to: ServerSeed.rising(from: 0)).description
                == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
        )
        #expect(
            Commitment(to: layout, salt: salt).description
                == "b8809ec6a83f253bddd37c0c44516db7fed69bb4b93075cc3b9fb41dfb80525a"
        )
        #expect(
            Commitment(to: layout, salt: .rising(from: 33)) != Commitment(to: layout, salt: salt)
        )
    }

    @Test("takes visible ASCII alone as a client seed, and at most 64 of it")
    func clientSeed() {
        let longest = String(repeating: "~", count: 64)

        #expect(ClientSeed("")?.text == "")
        #expect(ClientSeed(longest)?.text == longest)
        #expect(ClientSeed("!aZ09~")?.description == "!aZ09~")
        for text in [longest + "x", "a b", "a\n", "\u{7F}", "é", "点", "\0"] {
            #expect(ClientSeed(text) == nil)
        }
    }
}
