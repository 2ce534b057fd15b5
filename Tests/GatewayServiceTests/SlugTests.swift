import Calls
import Problems
import TestSupport
import Testing
import Wire

@Suite("Each refusal by its slug", .timeLimit(.minutes(2)))
struct SlugTests {
    @Test("the service refuses with its slug, its status and its title", arguments: Scenario.all)
    func refusal(_ scenario: Scenario) async throws {
        expect(try await scenario.answer(), refuses: scenario.slug, isFinal: scenario.isFinal)
    }

    @Test("every refusal that the gateway can give has a scenario")
    func completeness() {
        // Days open and are repaired in check-in; a repeat waits for the first; no neighbour is
        // called, so no message to one is parked; tasks are taken up in badges; what has too long
        // an address or too large a head, or comes too slowly, never becomes a request.
        let never: Set<Slug> = [
            .requestInFlight, .neighbourUnavailable, .requestTimeout, .addressTooLong,
            .headersTooLarge, .notParked, .notOpen, .nothingToRepair, .notEligible,
            .outOfStock, .roundFinished, .takeUpNotNeeded,
        ]

        #expect(Set(Scenario.all.map(\.slug)) == Set(Slug.allCases).subtracting(never))
    }

    @Test("every refusal has a page that says what it means", arguments: Slug.allCases)
    func page(_ slug: Slug) async throws {
        try await Gateway.serving(programme: nil) { gateway in
            let answer = try await gateway.client.send(.get, "/problems/\(slug.rawValue)")

            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
            #expect(answer.text.contains(slug.title))
            #expect(answer.text.contains(slug.explanation))
        }
    }

    @Test("an internal fault shows nothing of the inside")
    func nothingInternal() async throws {
        let scenario = try #require(Scenario.all.first { $0.slug == .internalFault })
        let answer = try await scenario.answer()

        guard case .object(let members) = answer.json else {
            Issue.record("no object: \(answer.text)")
            return
        }
        #expect(members.map(\.name) == ["type", "title", "status", "instance"])
    }

    @Test(
        "a method that an address does not take is answered with those that it takes",
        arguments: [
            (.get, "/v1/credits", "POST"), (.delete, "/v1/programme", "GET, PUT"),
            (.post, "/v1/members/m/balance", "GET"), (.put, "/health/live", "GET"),
            (.patch, "/v1/transfers/x", "GET"), (.get, "/v1/holds", "POST"),
            (.delete, "/v1/holds/x", "GET"), (.put, "/v1/holds/x/capture", "POST"),
            (.get, "/v1/transfers/x/reversals", "POST"), (.put, "/v1/events", "POST"),
            (.post, "/v1/events/x", "GET"), (.post, "/v1/reconciliation", "GET"),
            (.post, "/v1/chain/audit", "GET"), (.post, "/v1/store/check", "GET"),
        ] as [(Method, String, String)]
    )
    func allow(method: Method, path: String, allowed: String) async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.client.send(method, path, token: gateway.host)

            expect(answer, refuses: .methodNotAllowed)
            #expect(answer.header("Allow") == allowed)
        }
    }

    @Test("too many requests are told when to come again")
    func retryAfter() async throws {
        let scenario = try #require(Scenario.all.first { $0.slug == .rateLimited })
        let seconds = try await scenario.answer().header("Retry-After").flatMap { Int($0) }

        #expect((1...2).contains(seconds ?? 0))
    }
}
