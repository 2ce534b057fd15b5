import Problems
import Testing

@Suite("The list of refusals")
struct SlugTests {
    /// The slugs and statuses that the contract names, and those that came with the host.
    private static let contract: [String: Int] = [
        "invalid-request": 400, "idempotency-key-missing": 400, "unauthenticated": 401,
        "forbidden": 403, "not-found": 404, "method-not-allowed": 405, "insufficient-points": 409,
        "account-frozen": 409, "account-closed": 409, "charge-lapsed": 409, "hold-lapsed": 409,
        "already-expired": 409, "hold-ended": 409, "not-reversible": 409, "lines-needed": 409,
        "request-timeout": 408, "address-too-long": 414, "headers-too-large": 431,
        "clock-behind": 409, "not-parked": 409, "request-in-flight": 409, "out-of-stock": 409,
        "limit-reached": 409, "take-up-not-needed": 409, "not-open": 409,
        "not-eligible": 409, "nothing-to-repair": 409, "round-finished": 409,
        "payload-too-large": 413, "unsupported-media-type": 415, "idempotency-key-reused": 422,
        "invalid-programme": 422, "rate-limited": 429, "internal": 500,
        "unavailable": 503, "neighbour-unavailable": 503,
    ]

    @Test("gives each refusal the name and the status of the contract", arguments: Slug.allCases)
    func status(slug: Slug) {
        #expect(Self.contract[slug.rawValue] == slug.status)
    }

    @Test("names no refusal twice, and gives each its own words")
    func distinct() {
        #expect(Set(Slug.allCases.map(\.rawValue)).count == Slug.allCases.count)
        #expect(Set(Slug.allCases.map(\.title)).count == Slug.allCases.count)
        #expect(Set(Slug.allCases.map(\.explanation)).count == Slug.allCases.count)
    }

    @Test(
        "spells names in lower case and explains each in whole sentences",
        arguments: Slug.allCases
    )
    func words(slug: Slug) {
        #expect(slug.rawValue.allSatisfy { $0 == "-" || ($0.isASCII && $0.isLowercase) })
        #expect(slug.title.first?.isUppercase == true && !slug.title.hasSuffix("."))
        #expect(slug.explanation.hasSuffix("."))
    }
}
