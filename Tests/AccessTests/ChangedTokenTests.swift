import Access
import Testing

@Suite("A token that was changed after it was signed")
struct ChangedTokenTests {
    @Test(
        "is refused, whichever bit of whichever character it is, and whatever sign stands there",
        arguments: TokenAlgorithm.allCases
    )
    func everyBit(algorithm: TokenAlgorithm) async throws {
        let gate = try await Gatekeeper()
        let token = Array(try Self.token(algorithm, of: gate).utf8)
        // It is known from now on, which must not help its likes.
        #expect(try await gate.caller(of: String(decoding: token, as: UTF8.self)) != nil)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let alphabet = Array(letters.utf8)
        // 43 characters hold 32 bytes and 86 hold 64: the last one's lowest bits say nothing.
        let spareBits = algorithm == .hs256 ? 2 : 4
        for place in token.indices {
            var others = Array(".= ".utf8)
            if let value = alphabet.firstIndex(of: token[place]) {
                let isLast = place == token.count - 1
                for bit in (isLast ? spareBits : 0)..<6 {
                    others.append(alphabet[value ^ (1 << bit)])
                }
            }
            for other in others where other != token[place] {
                var forged = token
                forged[place] = other
                let caller = try await gate.caller(of: String(decoding: forged, as: UTF8.self))
                #expect(caller == nil, "\(other) at \(place)")
            }
        }
    }

    /// A good token of an algorithm.
    private static func token(
        _ algorithm: TokenAlgorithm,
        of gate: Gatekeeper
    ) throws -> String {
        let header = #"{"alg":"\#(algorithm.rawValue)"}"#
        let claims = #"{"sub":"m-1","role":"member","exp":\#(Gatekeeper.seconds + 9)}"#
        switch algorithm {
        case .hs256:
            return HandMade.token(header, claims, sign: HandMade.hmac(Gatekeeper.memberSecret))
        case .es256:
            return try HandMade.token(header, claims, sign: HandMade.ecdsa(gate.elliptic))
        case .edDSA:
            return try HandMade.token(header, claims, sign: HandMade.ed25519(gate.edwards))
        }
    }
}
