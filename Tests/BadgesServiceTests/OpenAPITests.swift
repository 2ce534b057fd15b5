import BadgesService
import Problems
import TestSupport
import Testing

@Suite("The badges' openapi.yaml and its routes", .timeLimit(.minutes(2)))
struct OpenAPITests {
    /// Refusals of other services; a repeat waits for the first.
    private static let foreign: Set<Slug> = [
        .insufficientPoints, .accountFrozen, .accountClosed, .chargeLapsed, .alreadyExpired,
        .holdLapsed, .holdEnded, .notReversible, .linesNeeded, .requestInFlight, .outOfStock,
        .roundFinished, .nothingToRepair, .neighbourUnavailable,
    ]

    @Test("the document and the service agree", arguments: DescriptionPromise.allCases)
    func agreement(promise: DescriptionPromise) async throws {
        try await BadgesScene.serving(nil, settings: ["test-clock": "true"]) { scene in
            let faults = try await promise.faults(
                of: scene.badges,
                BadgesBlueprint.blueprint,
                giving: Set(Slug.allCases).subtracting(Self.foreign)
            )
            #expect(faults == [])
        }
    }
}
