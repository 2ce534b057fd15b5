import Access
import Crypto
import Foundation
import TestSupport
import Testing

@Suite("A forged token is refused")
struct ForgeryTests {
    private static let claims = #"{"sub":"m-1","role":"member","exp":\#(Gatekeeper.seconds + 9)}"#

    @Test(
        "that is not signed, however it spells its algorithm",
        arguments: [
            "none", "None", "NONE", "nOnE", "", "hs256", "HS384", "HS512", "RS256", "PS256",
        ]
    )
    func unsigned(algorithm: String) async throws {
        let gate = try await Gatekeeper()
        let header = #"{"alg":"\#(algorithm)","typ":"JWT"}"#
        let tokens = [
            HandMade.unsigned(header, Self.claims),
            HandMade.unsigned(header, Self.claims) + "AA",
            HandMade.token(header, Self.claims, sign: HandMade.hmac(Gatekeeper.memberSecret)),
            HandMade.token(header, Self.claims, sign: HandMade.hmac("")),
        ]
        for token in tokens { #expect(try await gate.caller(of: token) == nil) }
    }

    @Test("whose secret is the public key of another algorithm")
    func confusion() async throws {
        let gate = try await Gatekeeper()
        let pem = gate.elliptic.publicKey.pemRepresentation
        let secrets = [
            pem, pem + "\n", pem.trimmingCharacters(in: .whitespacesAndNewlines),
            HandMade.pem(of: gate.edwards.publicKey),
        ]
        for secret in secrets {
            for algorithm in ["HS256", "ES256", "EdDSA"] {
                let token = HandMade.token(
                    #"{"alg":"\#(algorithm)"}"#,
                    Self.claims,
                    sign: HandMade.hmac(secret)
                )
                #expect(try await gate.caller(of: token) == nil)
            }
        }
    }

    @Test("that another secret or another key has signed")
    func wrongKey() async throws {
        let gate = try await Gatekeeper()
        let tokens = [
            HandMade.token(
                #"{"alg":"HS256"}"#,
                Self.claims,
                sign: HandMade.hmac(Gatekeeper.memberSecret + "x")
            ),
            try HandMade.token(
                #"{"alg":"ES256"}"#,
                Self.claims,
                sign: HandMade.ecdsa(P256.Signing.PrivateKey())
            ),
            try HandMade.token(
                #"{"alg":"EdDSA"}"#,
                Self.claims,
                sign: HandMade.ed25519(Curve25519.Signing.PrivateKey())
            ),
            try HandMade.token(
                #"{"alg":"EdDSA"}"#,
                Self.claims,
                sign: HandMade.ecdsa(gate.elliptic)
            ),
        ]
        for token in tokens { #expect(try await gate.caller(of: token) == nil) }
    }

    @Test("that a member's key has signed for another role")
    func wrongRole() async throws {
        let gate = try await Gatekeeper()
        for role in ["operator", "viewer", "service"] {
            for header in [#"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":"staff"}"#] {
                let token = HandMade.token(
                    header,
                    #"{"sub":"m-1","role":"\#(role)","exp":\#(Gatekeeper.seconds + 9)}"#,
                    sign: HandMade.hmac(Gatekeeper.memberSecret)
                )
                #expect(try await gate.caller(of: token) == nil)
            }
        }
    }

    @Test("that brings its own key, or names another key than the one that signed it")
    func ownKey() async throws {
        let gate = try await Gatekeeper()
        let key = P256.Signing.PrivateKey()
        let raw = key.publicKey.rawRepresentation
        let jwk =
            #"{"kty":"EC","crv":"P-256","x":"\#(HandMade.base64URL(raw.prefix(32)))","#
            + #""y":"\#(HandMade.base64URL(raw.suffix(32)))"}"#
        let brought = try HandMade.token(
            #"{"alg":"ES256","jwk":\#(jwk)}"#,
            Self.claims,
            sign: HandMade.ecdsa(key)
        )
        #expect(try await gate.caller(of: brought) == nil)
        let named = Gatekeeper.member(header: #"{"alg":"HS256","kid":"staff"}"#)
        #expect(try await gate.caller(of: named) == nil)
    }

    @Test(
        "that is no token at all",
        arguments: [
            "", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d", "e30.e30.e30", "e30.e30.",
            "bnVsbA.bnVsbA.AA", "W10.W10.AA", "%%%.%%%.%%%", "\u{0}.\u{0}.\u{0}", "积.分.积",
            "eyJhbGciOiJIUzI1NiJ9..", "eyJhbGciOiJIUzI1NiJ9.e30.", "eyJhbGciOjd9.e30.AA",
        ]
    )
    func garbage(token: String) async throws {
        #expect(try await Gatekeeper().caller(of: token) == nil)
    }

    @Test("that is huge, even where it is well signed")
    func huge() async throws {
        let gate = try await Gatekeeper()
        let padding = String(repeating: "p", count: 9000)
        #expect(try await gate.caller(of: Gatekeeper.member(#","x":"\#(padding)""#)) == nil)
        #expect(
            try await gate.caller(of: Gatekeeper.member(#","x":"\#(padding.prefix(4000))""#)) != nil
        )
        let megabytes = String(repeating: "e30.", count: 1_000_000)
        #expect(try await gate.caller(of: megabytes) == nil)
    }

    @Test("whose header names its algorithm twice")
    func twice() async throws {
        let gate = try await Gatekeeper()
        let token = Gatekeeper.member(header: #"{"alg":"none","alg":"HS256"}"#)
        #expect(try await gate.caller(of: token) == nil)
    }

    @Test("with damaged claims or a damaged header, signed or not, and ends no process")
    func damaged() async throws {
        let gate = try await Gatekeeper()
        var generator = SeededGenerator(for: "ForgeryTests.damaged")
        let header = #"{"alg":"HS256","typ":"JWT","kid":"host","crit":["b64"],"x5c":["MA=="]}"#
        let claims =
            #"{"sub":"m-1","role":"member","exp":1772352009,"nbf":0,"iat":0.5,"iss":"host","#
            + #""aud":["a","b"],"zoneinfo":"UTC","channel":"app","level":-7}"#
        var refused = 0
        for round in 0..<4000 {
            let token = HandMade.token(
                round % 4 == 0 ? Self.damage(header, using: &generator) : #"{"alg":"HS256"}"#,
                Self.damage(claims, using: &generator),
                sign: HandMade.hmac(round % 8 == 1 ? "wrong" : Gatekeeper.memberSecret)
            )
            if try await gate.caller(of: token) == nil { refused += 1 }
        }
        // Some damage does no harm, as in a zone's name; most does.
        #expect((2000..<4000).contains(refused))
    }

    private static func damage(_ text: String, using generator: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        let pieces = ["[", "]", "{", "}", "\"", ",", "null", "[]", "{}", "1e999", "-", "\\u0000"]
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...9, using: &generator))
            let piece = pieces.randomElement(using: &generator) ?? ""
            bytes.replaceSubrange(place..<end, with: Array(piece.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
