import Primitives
import Testing

@Suite("An identifier")
struct IdentifierTests {
    private static let alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"

    @Test("takes each character of its alphabet, and no other byte of ASCII")
    func alphabet() {
        for byte in UInt8(0)..<128 {
            let text = String(Unicode.Scalar(byte))
            #expect(MemberID.isValid(text) == Self.alphabet.contains(text), "byte \(byte)")
            #expect((MemberID("a\(text)z") != nil) == Self.alphabet.contains(text), "byte \(byte)")
        }
    }

    @Test(
        "is refused where a character only looks like one of its alphabet",
        arguments: ["é", "e\u{301}", "\u{212A}", "a\u{FF0E}b", "0\u{200B}", "会员", "a\u{0}"]
    )
    func foreign(text: String) {
        #expect(MemberID(text) == nil)
        #expect(AssetID(text) == nil)
        #expect(Reference(text) == nil)
    }

    @Test("has 1 to 64 characters", arguments: [(0, false), (1, true), (64, true), (65, false)])
    func length(count: Int, isValid: Bool) {
        let text = String(repeating: "x", count: count)
        #expect(MemberID(text)?.text == (isValid ? text : nil))
        #expect(AssetID(text)?.description == (isValid ? text : nil))
    }

    @Test("keeps its letters' case")
    func letterCase() {
        #expect(MemberID("Anna") != MemberID("anna"))
        #expect(MemberID("Anna")?.description == "Anna")
    }
}

@Suite("An idempotency key")
struct IdempotencyKeyTests {
    @Test("has 1 to 128 characters", arguments: [(0, false), (1, true), (128, true), (129, false)])
    func length(count: Int, isValid: Bool) {
        let text = String(repeating: "k", count: count)
        #expect(IdempotencyKey(text)?.text == (isValid ? text : nil))
    }

    @Test("takes every printable character of ASCII and nothing else")
    func alphabet() {
        for byte in UInt8(0)..<128 {
            let isPrintable = byte >= 0x20 && byte < 0x7F
            #expect(
                (IdempotencyKey("k\(Unicode.Scalar(byte))") != nil) == isPrintable,
                "byte \(byte)"
            )
        }
        #expect(IdempotencyKey("schlüssel") == nil)
        #expect(IdempotencyKey("🔑") == nil)
    }
}
