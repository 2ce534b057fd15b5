import GatewayService
import TestSupport
import Testing

@Suite("openapi.yaml and the routes", .timeLimit(.minutes(2)))
struct OpenAPITests {
    @Test("the document and the service agree", arguments: DescriptionPromise.allCases)
    func agreement(promise: DescriptionPromise) async throws {
        try await Gateway.serving(["test-clock": "true"], programme: nil) { gateway in
            let faults = try await promise.faults(
                of: gateway.service,
                GatewayBlueprint.blueprint,
                giving: Scenario.all.map(\.slug)
            )
            #expect(faults == [])
        }
    }
}
