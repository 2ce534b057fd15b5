import Access
import Primitives
import TestSupport
import Testing

@Suite("The verifier of tokens")
struct VerifierTests {
    @Test("takes what each algorithm's key has signed, with its key's id or without one")
    func algorithms() async throws {
        let gate = try await Gatekeeper()
        let claims = #"{"sub":"crm","role":"service","exp":\#(Gatekeeper.seconds + 9)}"#
        let edwards = try HandMade.token(
            #"{"alg":"EdDSA","kid":"any"}"#,
            claims,
            sign: HandMade.ed25519(gate.edwards)
        )
        #expect(try await gate.caller(of: edwards) == Caller(role: .service, subject: "crm"))
        let elliptic = try HandMade.token(
            #"{"typ":"JWT","alg":"ES256"}"#,
            claims.replacing("crm", with: "shop"),
            sign: HandMade.ecdsa(gate.elliptic)
        )
        #expect(try await gate.caller(of: elliptic) == Caller(role: .service, subject: "shop"))
        for header in [#"{"alg":"HS256"}"#, #"{"kid":"host","alg":"HS256"}"#] {
            #expect(try await gate.caller(of: Gatekeeper.member(header: header))?.role == .member)
        }
    }

    @Test("takes what the issuer signs, for as long as it was told")
    func issuer() async throws {
        let gate = try await Gatekeeper()
        let caller = Caller(
            role: .member,
            subject: "m-9",
            zone: "UTC",
            channel: "web",
            level: 2,
            issuedAt: Instant(milliseconds: gate.clock.now.milliseconds / 1000 * 1000)
        )
        let token = try await TokenIssuer(keyID: "host", secret: Gatekeeper.memberSecret)
            .token(for: caller, now: gate.clock.now, seconds: 100)
        #expect(try await gate.caller(of: token) == caller)
        gate.clock.advance(milliseconds: 159_999)
        #expect(try await gate.caller(of: token) == caller)
        gate.clock.advance(milliseconds: 1)
        #expect(try await gate.caller(of: token) == nil)
    }

    @Test("refuses a token that it knows once it has expired, and forgets it")
    func expiresInCache() async throws {
        let gate = try await Gatekeeper()
        let token = Gatekeeper.member()
        #expect(try await gate.caller(of: token) != nil)
        #expect(gate.verifier.keptCount == 1)
        gate.clock.advance(milliseconds: 3_660_000)
        #expect(try await gate.caller(of: token) == nil)
        #expect(gate.verifier.keptCount == 0)
    }

    @Test("takes a token when its time has come, though it was refused before")
    func notBefore() async throws {
        let gate = try await Gatekeeper()
        let token = Gatekeeper.member(#","nbf":\#(Gatekeeper.seconds + 100)"#)
        #expect(try await gate.caller(of: token) == nil)
        gate.clock.advance(milliseconds: 40_000)
        #expect(try await gate.caller(of: token) != nil)
    }

    @Test("says why it refuses, but nothing of its keys")
    func details() async throws {
        let gate = try await Gatekeeper()
        let problem = await #expect(throws: (any Error).self) {
            _ = try await gate.verifier.caller(of: "a.b.c")
        }
        #expect("\(try #require(problem))".contains("the token is malformed"))
        #expect(!"\(try #require(problem))".contains(Gatekeeper.memberSecret))
    }

    @Test("answers the same to all who ask at once")
    func atOnce() async throws {
        let gate = try await Gatekeeper(largestCache: 4)
        let good = (0..<10).map { Gatekeeper.member(#","jti":"\#($0)""#) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let token = good[index % good.count]
                    let caller = try await gate.caller(of: token)
                    let forged = try await gate.caller(of: token + "A")
                    #expect(caller?.subject == "m-1" && forged == nil)
                }
            }
            try await group.waitForAll()
        }
        #expect(gate.verifier.keptCount <= 4)
    }

    @Test("keeps no more tokens than it may, and goes on taking all")
    func bound() async throws {
        let gate = try await Gatekeeper(largestCache: 10)
        let tokens = (0..<35).map { Gatekeeper.member(#","jti":"\#($0)""#) }
        for token in tokens + tokens.reversed() {
            #expect(try await gate.caller(of: token) != nil)
            #expect(gate.verifier.keptCount <= 10)
        }
        #expect(gate.verifier.keptCount > 0)
    }

    @Test("makes room by forgetting what has expired first")
    func expiredFirst() async throws {
        let gate = try await Gatekeeper(largestCache: 3)
        for index in 0..<2 {
            let short = HandMade.token(
                #"{"alg":"HS256"}"#,
                #"{"sub":"m-\#(index)","role":"member","exp":\#(Gatekeeper.seconds + 1)}"#,
                sign: HandMade.hmac(Gatekeeper.memberSecret)
            )
            #expect(try await gate.caller(of: short) != nil)
        }
        #expect(try await gate.caller(of: Gatekeeper.member()) != nil)
        gate.clock.advance(milliseconds: 120_000)
        #expect(try await gate.caller(of: Gatekeeper.member(#","jti":"new""#)) != nil)
        #expect(gate.verifier.keptCount == 2)
    }
}
