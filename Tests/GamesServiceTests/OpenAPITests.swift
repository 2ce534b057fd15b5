import GamesService
import Problems
import ServiceHost
import TestSupport
import Testing
import Yams

@Suite("The games' openapi.yaml and its routes", .timeLimit(.minutes(2)))
struct OpenAPITests {
    private func read(
        _ test: (OpenAPIDocument, [Endpoint]) throws -> Void
    ) async throws {
        try await GamesScene.serving(nil, settings: ["test-clock": "true"]) { scene in
            try test(
                try await OpenAPIDocument(of: scene.games.client),
                scene.games.endpoints
            )
        }
    }

    @Test("every route is described, and everything that is described is a route")
    func routes() async throws {
        try await read { document, endpoints in
            #expect(document.routeFaults(endpoints) == [])
        }
    }

    @Test("the query and path parameters that are described are those that are taken")
    func parameters() async throws {
        try await read { document, endpoints in
            #expect(document.parameterFaults(endpoints) == [])
        }
    }

    @Test("the roles that are described are those that may call")
    func roles() async throws {
        try await read { document, endpoints in
            #expect(document.roleFaults(endpoints) == [])
        }
    }

    @Test("every refusal that is described names slugs that exist and go with its status")
    func slugs() async throws {
        try await read { document, _ in #expect(document.refusalFaults() == []) }
    }

    @Test("every refusal that the service can give is described somewhere")
    func allSlugs() async throws {
        // These are of other services; a repeat waits for the first.
        let never: Set<Slug> = [
            .alreadyExpired, .holdLapsed, .holdEnded, .notReversible, .linesNeeded,
            .requestInFlight, .nothingToRepair,
        ]
        let given = Set(Slug.allCases).subtracting(never).map(\.rawValue)
        try await read { document, _ in
            #expect(Set(given).subtracting(document.namedSlugs) == [])
        }
    }

    @Test("every reference leads somewhere, and everything that is named is used")
    func references() async throws {
        try await read { document, _ in #expect(document.referenceFaults() == []) }
    }

    @Test("every body that is sent refuses members that are not described")
    func closedRequests() async throws {
        try await read { document, _ in #expect(document.openBodyFaults() == []) }
    }

    @Test("the document's version is the service's")
    func version() async throws {
        try await read { document, _ in
            #expect(document.root["openapi"]?.string == "3.1.0")
            #expect(
                document.root["info"]?["version"]?.string == GamesBlueprint.blueprint.version
            )
        }
    }
}
