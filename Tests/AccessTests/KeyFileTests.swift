import Access
import Crypto
import Foundation
import Primitives
import TestSupport
import Testing

@Suite("A file of keys")
struct KeyFileTests {
    private static let secret = "7d0e5c1b9f3a48267d0e5c1b9f3a4826"
    private static let good = #""algorithm":"HS256","roles":["member"],"secret":"\#(secret)""#

    @Test("is read whole, its keys in their order")
    func whole() throws {
        let file = try read(
            """
            {"issuer": "host", "audience": "jifen", "keys": [
              {"id": "a", "algorithm": "HS256", "roles": ["member", "viewer"], "secret": "\(Self.secret)"},
              {"algorithm": "HS256", "roles": ["service"], "sub": "shop", "secret": "\(Self.secret)"}
            ]}
            """
        )
        #expect(file.issuer == "host" && file.audience == "jifen")
        #expect(file.keys.map(\.id) == ["a", nil])
        #expect(file.keys.map(\.roles) == [[.member, .viewer], [.service]])
        #expect(file.keys.map(\.subject) == [nil, "shop"])
        #expect(file.keys.map(\.material) == [Self.secret, Self.secret])
    }

    @Test(
        "is refused with what is wrong and where",
        arguments: [
            ("", "not JSON"), ("[]", "an object was expected"), ("{}", "keys is missing"),
            (#"{"keys":[]}"#, "lists no key"), (#"{"keys":{}}"#, "lists no key"),
            (#"{"keys":[{\#(good)}],"isuer":"x"}"#, "isuer is not known here"),
            (#"{"keys":[{\#(good),"role":"x"}]}"#, "keys[0].role is not known here"),
            (#"{"keys":[{\#(good)},7]}"#, "keys[1] an object was expected"),
            (#"{"keys":[{"roles":["member"],"secret":"\#(secret)"}]}"#, "algorithm is missing"),
            (#"{"keys":[{"algorithm":"none","roles":["member"]}]}"#, "HS256, ES256 or EdDSA"),
            (#"{"keys":[{"algorithm":"RS256","roles":["member"]}]}"#, "HS256, ES256 or EdDSA"),
            (#"{"keys":[{"algorithm":"HS256","secret":"\#(secret)"}]}"#, "roles is missing"),
            (#"{"keys":[{"algorithm":"HS256","roles":[],"secret":"\#(secret)"}]}"#, "has no role"),
            (#"{"keys":[{"algorithm":"HS256","roles":["admin"]}]}"#, "roles: unknown role"),
            (#"{"keys":[{"algorithm":"HS256","roles":["member",7]}]}"#, "roles: unknown role"),
            (#"{"keys":[{"algorithm":"HS256","roles":["member"]}]}"#, "no secret and no key file"),
            (
                #"{"keys":[{"algorithm":"HS256","roles":["service"],"secret":"\#(secret)"}]}"#,
                "may sign for services but has no sub"
            ),
            (
                #"{"keys":[{"algorithm":"HS256","roles":["member"],"secretFile":"none.txt"}]}"#,
                "none.txt cannot be read"
            ),
        ]
    )
    func faults(content: String, reason: String) throws {
        let fault = try #require(throws: KeyFault.self) { try read(content) }
        #expect(fault.description.contains(reason), "\(fault)")
        #expect(fault.description.contains("keys.json"))
        #expect(!fault.description.contains(Self.secret))
    }

    @Test(
        "is refused for a secret that protects nothing",
        arguments: [
            ("7d0e5c1b9f3a48267d0e5c1b9f3a482", "shorter than 32 bytes"),
            ("hunter2-hunter2", "shorter than 32 bytes"),
            ("a-string-secret-at-least-256-bits-long", "well known"),
            ("Your-256-bit-secret-Your-256-bit-secret", "well known"),
            ("please-ChangeMe-7d0e5c1b9f3a4826-7d0e5c1b", "well known"),
            (String(repeating: "a", count: 64), "too regular"),
            (String(repeating: "abcdefghi", count: 8), "too regular"),
        ]
    )
    func weakSecrets(secret: String, reason: String) throws {
        let entry = #"{"id":"k9","algorithm":"HS256","roles":["member"],"secret":"\#(secret)"}"#
        let fault = try #require(throws: KeyFault.self) { try read(#"{"keys":[\#(entry)]}"#) }
        #expect(fault.description.contains(reason) && fault.description.contains("k9"))
        #expect(!fault.description.contains(secret))
    }

    @Test("that is not there is refused by its name")
    func absent() throws {
        let folder = try TemporaryFolder()
        let fault = try #require(throws: KeyFault.self) {
            try KeyFile(path: folder.file("absent.json"))
        }
        #expect(fault.description.contains("absent.json cannot be read"))
    }

    @Test("names files beside itself, or anywhere by their whole path; space around is no secret")
    func files() async throws {
        let folder = try TemporaryFolder()
        let elsewhere = try TemporaryFolder()
        let key = P256.Signing.PrivateKey()
        try write("\(Self.secret)\n", to: folder.file("member.txt"))
        try write(key.publicKey.pemRepresentation, to: elsewhere.file("shop.pem"))
        try write(
            """
            {"keys": [
              {"algorithm": "HS256", "roles": ["member"], "secretFile": "member.txt"},
              {"algorithm": "ES256", "roles": ["service"], "sub": "shop",
               "publicKeyFile": "\(elsewhere.file("shop.pem"))"}
            ]}
            """,
            to: folder.file("keys.json")
        )
        let file = try KeyFile(path: folder.file("keys.json"))
        #expect(file.keys.first?.material == Self.secret)
        let now = Instant(milliseconds: 1_000_000)
        let verifier = try await TokenVerifier(file) { now }
        let claims = #"{"sub":"shop","role":"service","exp":1100}"#
        let token = try HandMade.token(#"{"alg":"ES256"}"#, claims, sign: HandMade.ecdsa(key))
        #expect(try await verifier.caller(of: token).subject == "shop")
    }

    @Test("with a public key that is none is refused", arguments: [TokenAlgorithm.es256, .edDSA])
    func badPublicKey(algorithm: TokenAlgorithm) async throws {
        let elliptic = P256.Signing.PrivateKey().publicKey.pemRepresentation
        let edwards = HandMade.pem(of: Curve25519.Signing.PrivateKey().publicKey)
        for material in ["no PEM", algorithm == .es256 ? edwards : elliptic] {
            let key = try VerificationKey(
                id: "k9",
                algorithm: algorithm,
                roles: [.member],
                material: material
            )
            await #expect(throws: KeyFault("the key k9 is no public key in PEM")) {
                try await TokenVerifier(KeyFile(keys: [key])) { Instant(milliseconds: 0) }
            }
        }
    }

    private func read(_ content: String) throws -> KeyFile {
        let folder = try TemporaryFolder()
        try write(content, to: folder.file("keys.json"))
        return try KeyFile(path: folder.file("keys.json"))
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
