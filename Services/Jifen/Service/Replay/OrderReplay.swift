import Access
import Calls
import Primitives
import Wire

/// Plays a log of purchases through the suite, day by day under its test clock.
///
/// Each purchase is an `order.paid` event under an id of its line, so that a log that was broken
/// off is played again from the start: what was taken before is answered as it was then.
package struct OrderReplay: Sendable {
    private let client: SuiteClient
    private let clock: SuiteClock
    private let gateway: SuiteMember

    /// Plays to a suite.
    ///
    /// - Parameters:
    ///   - client: Calls the services; patient, as one may be started again meanwhile.
    ///   - clock: The suite's clock.
    ///   - gateway: The service that takes the events.
    package init(_ client: SuiteClient, clock: SuiteClock, to gateway: SuiteMember = .gateway) {
        self.client = client
        self.clock = clock
        self.gateway = gateway
    }

    /// Plays a log.
    ///
    /// - Parameters:
    ///   - log: The purchases.
    ///   - progress: Gets the number of events answered, after each request.
    /// - Returns: What became of the events.
    /// - Throws: `CommandFault` where the suite has no test clock or no programme, or a request
    ///   is refused or not answered; `CancellationError`. The same again goes on from there.
    package func play(
        _ log: PurchaseFile,
        progress: (Int) -> Void = { _ in }
    ) async throws -> ReplayTally {
        var now: Instant?
        let zone = try await client.section(of: gateway).zone()
        var tally = ReplayTally(of: "events")
        for day in log.days {
            let noon = zone.noon(of: day.day)
            if noon > now ?? Instant(milliseconds: .min) {
                now = try await clock.move(to: noon)
            }
            for batch in EventBatch.batches(of: day, at: noon) {
                try Task.checkCancellation()
                try await send(batch, now: now ?? noon, &tally)
                progress(tally.played)
            }
        }
        return tally
    }

    private func send(_ batch: EventBatch, now: Instant, _ tally: inout ReplayTally) async throws {
        let (status, json) = try await client.send(
            .post,
            "/v1/events",
            to: gateway,
            as: .service,
            body: batch.body
        )
        guard status == 200 else {
            let refusal = CommandFault.refusal(by: gateway, status, json)
            let first = batch.purchases.first?.eventID ?? ""
            // The likeliest cause, which the service cannot know.
            let hint =
                now > batch.occurredAt
                ? "; the clock stands at \(now) already: play the log in a new data folder" : ""
            throw CommandFault("from \(first) on, \(batch.occurredAt): \(refusal)\(hint)")
        }
        let results = json["results"]?.elements ?? []
        guard results.map({ $0["id"]?.text }) == batch.purchases.map(\.eventID) else {
            throw CommandFault("\(gateway.name) answers other events than were sent")
        }
        for (result, purchase) in zip(results, batch.purchases) {
            try tally.count(ReplayTally.Answer(result, of: purchase))
        }
    }
}
