import Calls
import Intents

extension HTTPCaller {
    /// Sends charges to a gateway that is never left alone, however often it fails.
    func charging(
        at address: String,
        authorization: @escaping @Sendable () async throws -> String
    ) -> Charging {
        Neighbour(
            "gateway",
            at: address,
            through: self,
            as: .init(authorisation: authorization),
            breaker: CircuitBreaker(.init(failures: .max))
        ).charging
    }
}
