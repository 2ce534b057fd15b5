import Access
import Calls
import Foundation
import Primitives
import Problems
import ServiceHost
import TestSupport
import Testing
import Wire

/// A token that must not be believed.
struct HostileToken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (Gateway) async throws -> String

    init(
        _ description: String,
        make: @escaping @Sendable (Gateway) async throws -> String
    ) {
        testDescription = description
        self.make = make
    }

    static let all = texts + algorithms + claims

    private static let texts = [
        "", "x", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "=.=.=", "e30.e30.e30",
        String(repeating: "a", count: 9000), "\u{e9}.\u{e9}.\u{e9}", "null", "a b c",
    ].map { text in HostileToken("the text \(text.prefix(20))") { _ in text } }

    private static let algorithms = [
        HostileToken("alg none without a signature") { try forged($0, #"{"alg":"none"}"#, "") },
        HostileToken("alg none with a dot too few") {
            String(try forged($0, #"{"alg":"none"}"#, "").dropLast())
        },
        HostileToken("alg none with a real signature") {
            try forged($0, #"{"alg":"none"}"#, signature($0.operator))
        },
        HostileToken("alg NONE") { try forged($0, #"{"alg":"NONE"}"#, signature($0.operator)) },
        HostileToken("alg HS512 over HS256's signature") {
            try forged($0, #"{"alg":"HS512"}"#, signature($0.operator))
        },
        HostileToken("alg ES256 over an HMAC") {
            try forged($0, #"{"alg":"ES256"}"#, signature($0.operator))
        },
        HostileToken("no alg") { try forged($0, #"{"typ":"JWT"}"#, signature($0.operator)) },
        HostileToken("alg is a number") {
            try forged($0, #"{"alg":256}"#, signature($0.operator))
        },
        HostileToken("a header that is no object") {
            try forged($0, "[]", signature($0.operator))
        },
        HostileToken("a header nested deeply") {
            try forged($0, String(repeating: "[", count: 3000), signature($0.operator))
        },
        HostileToken("another payload under a real signature") { gateway in
            let parts = gateway.operator.split(separator: ".")
            return "\(parts[0]).\(encoded(payload)).\(parts[2])"
        },
        HostileToken("a signature that is cut short") { String($0.operator.dropLast(4)) },
        HostileToken("a signature with one character changed") { gateway in
            let other = gateway.operator.dropLast(4).last == "A" ? "B" : "A"
            return gateway.operator.dropLast(5) + other + gateway.operator.suffix(4)
        },
    ]

    private static let claims = [
        HostileToken("a member's key that signs an operator") {
            try await $0.keys.token(.operator, "olga", signedFor: .member)
        },
        HostileToken("a viewer's key that signs an operator") {
            try await $0.keys.token(.operator, "olga", signedFor: .viewer)
        },
        HostileToken("a service's key that signs an operator") {
            try await $0.keys.token(.operator, "host", signedFor: .service)
        },
        HostileToken("a service's key that signs for another service") {
            try await $0.keys.token(.service, "shop", signedFor: .service)
        },
        HostileToken("a key that nobody configured") { _ in
            try await TokenIssuer(
                keyID: "operator",
                secret: "Another-Secret-0123456789-abcdefghij"
            ).token(
                for: Caller(role: .operator, subject: "olga"),
                now: SystemClock.now(),
                seconds: 3600
            )
        },
        HostileToken("a token that has expired") {
            try await $0.keys.token(.operator, "olga", seconds: -61)
        },
        HostileToken("a subject that is no id") { try await $0.keys.token(.operator, "o l g a") },
        HostileToken("an empty subject") { try await $0.keys.token(.operator, "") },
    ]

    private static let payload =
        #"{"sub":"olga","role":"operator","exp":9999999999,"iat":1700000000}"#

    private static func forged(
        _ gateway: Gateway,
        _ header: String,
        _ signature: String
    ) throws -> String {
        "\(encoded(header)).\(encoded(payload)).\(signature)"
    }

    private static func signature(_ token: String) -> String {
        String(token.split(separator: ".").last ?? "")
    }

    private static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}

@Suite("Tokens that must not be believed", .timeLimit(.minutes(2)))
struct HostileTokenTests {
    @Test("a hostile token is refused, and does nothing", arguments: HostileToken.all)
    func refused(_ token: HostileToken) async throws {
        try await Gateway.serving { gateway in
            let text = try await token.make(gateway)
            let answer = try await gateway.client.send(.get, "/v1/chain", token: text)
            let credit = try await gateway.post(
                "/v1/credits",
                .movement(of: "m", 1),
                token: text,
                key: "k"
            )

            expect(answer, refuses: .unauthenticated)
            #expect(answer.header("WWW-Authenticate") == "Bearer")
            expect(credit, refuses: .unauthenticated)
            #expect(try await gateway.statement(of: "m").isEmpty)
        }
    }

    @Test(
        "a scheme other than Bearer is refused",
        arguments: ["Basic b2xnYTpvbGdh", "Bearer", "bearer", "Token x", "Bearer,"]
    )
    func scheme(value: String) async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.client.send(
                .get,
                "/v1/chain",
                headers: [("Authorization", value)]
            )

            expect(answer, refuses: .unauthenticated)
        }
    }

    @Test("a member's token cannot reach what is an operator's, whatever it names itself")
    func member() async throws {
        try await Gateway.serving { gateway in
            for name in ["olga", "operator", "host", "me"] {
                let token = try await gateway.token(of: name)
                expect(
                    try await gateway.post(
                        "/v1/credits",
                        .movement(of: name, 1),
                        token: token,
                        key: "k"
                    ),
                    refuses: .forbidden
                )
                expect(
                    try await gateway.post(
                        "/v1/members/\(name)/unfreeze",
                        ["reason": "r"],
                        token: token,
                        key: "k"
                    ),
                    refuses: .forbidden
                )
            }
        }
    }
}
