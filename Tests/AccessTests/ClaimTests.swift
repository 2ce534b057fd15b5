import Access
import Testing

@Suite("A token's claims")
struct ClaimTests {
    private static let now = Gatekeeper.seconds

    @Test("say who calls, from where, in which zone and on which level")
    func whole() async throws {
        let gate = try await Gatekeeper()
        let token = Gatekeeper.member(#","zoneinfo":"Asia/Tokyo","channel":"app","level":3"#)
        #expect(
            try await gate.caller(of: token)
                == Caller(
                    role: .member,
                    subject: "m-1",
                    zone: "Asia/Tokyo",
                    channel: "app",
                    level: 3
                )
        )
        #expect(Caller(role: .service, subject: "shop").name == "service:shop")
    }

    @Test("may be of any role that the token's key has", arguments: Role.allCases)
    func roles(role: Role) async throws {
        let gate = try await Gatekeeper()
        let claims = #"{"sub":"shop","role":"\#(role.rawValue)","exp":\#(Self.now + 1)}"#
        let signed = [
            HandMade.token(
                #"{"alg":"HS256"}"#,
                claims,
                sign: HandMade.hmac(Gatekeeper.memberSecret)
            ),
            HandMade.token(
                #"{"alg":"HS256"}"#,
                claims,
                sign: HandMade.hmac(Gatekeeper.operatorSecret)
            ),
            try HandMade.token(#"{"alg":"ES256"}"#, claims, sign: HandMade.ecdsa(gate.elliptic)),
        ]
        let expected: [Role: [Bool]] = [
            .member: [true, false, true], .service: [false, false, true],
            .operator: [false, true, false], .viewer: [false, true, false],
        ]
        for (token, isGood) in zip(signed, try #require(expected[role])) {
            let caller = try await gate.caller(of: token)
            #expect(caller?.role == (isGood ? role : nil))
        }
    }

    @Test(
        "bound its time, with 60 seconds for clocks that differ",
        arguments: [
            ("\"exp\":\(now + 1)", true), ("\"exp\":\(now - 59)", true),
            ("\"exp\":\(now - 60)", false), ("\"exp\":\(now - 3600)", false),
            ("\"exp\":\(now - 59).5", true), ("\"exp\":\(now + 9),\"nbf\":\(now + 60)", true),
            ("\"exp\":\(now + 9),\"nbf\":\(now + 61)", false),
            ("\"exp\":\(now + 9),\"iat\":\(now + 60)", true),
            ("\"exp\":\(now + 9),\"iat\":\(now + 61)", false),
            ("\"exp\":\(now + 9),\"iat\":0,\"nbf\":0", true), ("\"exp\":0", false),
            ("\"exp\":-1", false), ("\"iat\":\(now)", false), ("\"exp\":null", false),
            ("\"exp\":\"\(now + 9)\"", false), ("\"exp\":true", false), ("\"exp\":1e400", false),
            ("\"exp\":[\(now + 9)]", false), ("\"exp\":\(now + 9),\"nbf\":\"\(now)\"", false),
        ]
    )
    func times(claims: String, isGood: Bool) async throws {
        let gate = try await Gatekeeper()
        let token = HandMade.token(
            #"{"alg":"HS256"}"#,
            #"{"sub":"m-1","role":"member",\#(claims)}"#,
            sign: HandMade.hmac(Gatekeeper.memberSecret)
        )
        #expect((try await gate.caller(of: token) != nil) == isGood)
    }

    @Test(
        "must name a role and a well-formed subject",
        arguments: [
            #""sub":"m-1""#, #""role":"member""#, #""sub":"m-1","role":"Member""#,
            #""sub":"m-1","role":"admin""#, #""sub":"m-1","role":["member"]"#,
            #""sub":"m-1","role":null"#, #""sub":"","role":"member""#,
            #""sub":"a b","role":"member""#, #""sub":"会员","role":"member""#,
            #""sub":7,"role":"member""#, #""sub":null,"role":"member""#,
            #""sub":"\#(String(repeating: "m", count: 65))","role":"member""#,
        ]
    )
    func incomplete(claims: String) async throws {
        let gate = try await Gatekeeper()
        let token = HandMade.token(
            #"{"alg":"HS256"}"#,
            #"{\#(claims),"exp":\#(Self.now + 9)}"#,
            sign: HandMade.hmac(Gatekeeper.memberSecret)
        )
        #expect(try await gate.caller(of: token) == nil)
    }

    @Test(
        "must name the issuer and the audience where they are configured",
        arguments: [
            (#","iss":"host","aud":"jifen""#, true),
            (#","iss":"host","aud":["other","jifen"]"#, true), (#","iss":"host""#, false),
            (#","aud":"jifen""#, false), (#","iss":"Host","aud":"jifen""#, false),
            (#","iss":"host","aud":"jifen2""#, false), (#","iss":"host","aud":[]"#, false),
            (#","iss":["host"],"aud":"jifen""#, false), (#","iss":"host","aud":7"#, false),
        ]
    )
    func issuerAndAudience(claims: String, isGood: Bool) async throws {
        let gate = try await Gatekeeper(issuer: "host", audience: "jifen")
        let token = Gatekeeper.member(claims)
        #expect((try await gate.caller(of: token) != nil) == isGood)
    }

    @Test("may name any issuer and audience where none are configured")
    func anyIssuer() async throws {
        let gate = try await Gatekeeper()
        #expect(try await gate.caller(of: Gatekeeper.member(#","iss":"x","aud":["y"]"#)) != nil)
    }

    @Test("of a service are refused where the key belongs to another service")
    func foreignService() async throws {
        let gate = try await Gatekeeper()
        for (subject, isGood) in [("shop", true), ("crm", false), ("Shop", false)] {
            let token = try HandMade.token(
                #"{"alg":"ES256"}"#,
                #"{"sub":"\#(subject)","role":"service","exp":\#(Self.now + 9)}"#,
                sign: HandMade.ecdsa(gate.elliptic)
            )
            #expect((try await gate.caller(of: token) != nil) == isGood)
        }
    }
}
