import GamesService
import Problems
import TestSupport
import Testing

@Suite("The games' openapi.yaml and its routes", .timeLimit(.minutes(2)))
struct OpenAPITests {
    /// Refusals of other services; a repeat waits for the first.
    private static let foreign: Set<Slug> = [
        .alreadyExpired, .holdLapsed, .holdEnded, .notReversible, .linesNeeded, .requestInFlight,
        .nothingToRepair, .takeUpNotNeeded,
    ]

    @Test("the document and the service agree", arguments: DescriptionPromise.allCases)
    func agreement(promise: DescriptionPromise) async throws {
        try await GamesScene.serving(nil, settings: ["test-clock": "true"]) { scene in
            let faults = try await promise.faults(
                of: scene.games,
                GamesBlueprint.blueprint,
                giving: Set(Slug.allCases).subtracting(Self.foreign)
            )
            #expect(faults == [])
        }
    }
}
