import CheckinService
import Problems
import TestSupport
import Testing

@Suite("The check-in's openapi.yaml and its routes", .timeLimit(.minutes(2)))
struct OpenAPITests {
    /// Refusals of other services; a repeat waits for the first.
    private static let foreign: Set<Slug> = [
        .alreadyExpired, .holdLapsed, .holdEnded, .notReversible, .linesNeeded, .requestInFlight,
        .notEligible, .outOfStock, .roundFinished, .takeUpNotNeeded,
    ]

    @Test("the document and the service agree", arguments: DescriptionPromise.allCases)
    func agreement(promise: DescriptionPromise) async throws {
        try await Checkin.serving(nil) { checkin in
            let faults = try await promise.faults(
                of: checkin.service,
                CheckinBlueprint.blueprint,
                giving: Set(Slug.allCases).subtracting(Self.foreign)
            )
            #expect(faults == [])
        }
    }
}
