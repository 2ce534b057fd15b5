import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What a write would do that begins an intent.
package struct Rehearsal: Sendable {
    /// What the charge would come to, as far as that can be foretold.
    package enum Forecast: Sendable {
        /// Nothing would be charged.
        case free
        /// The gateway would take it, and says so in these words.
        case foretold(JSON)
        /// The gateway would refuse it.
        case refused(ChargeRefusal)
        /// The gateway was not to be heard.
        case unheard
    }

    /// What would be reserved, and what charged.
    package let reservation: Reservation
    /// What the charge would come to.
    package let forecast: Forecast
    let requestID: String

    /// The usual reply: `{dryRun, charge?: {asset, amount} or {oneOf}, foretold?}` without an id,
    /// or the gateway's refusal.
    ///
    /// `foretold` says whether the gateway was heard, so that the charge would be made.
    package var reply: Reply {
        if case .refused(let refusal) = forecast {
            return Reply(
                status: refusal.status,
                body: refusal.body(instance: requestID),
                contentType: "application/problem+json"
            )
        }
        return .json { writer in
            writer.member("dryRun", true)
            guard let charge = reservation.charge else { return }
            writer.member("charge", .object(charge.price))
            if case .foretold = forecast {
                writer.member("foretold", true)
            } else {
                writer.member("foretold", false)
            }
        }
    }
}

extension Intents {
    /// Carries what a rehearsal has found out of the part of a transaction that is undone.
    private struct Rehearsed: Error {
        let reservation: Reservation
    }

    /// Rehearses a write that begins an intent: refuses as the write would, changes nothing, and
    /// neither reads nor stores a key.
    ///
    /// The gateway is asked what it would say; where it is not to be heard, or answers anything
    /// but a refusal that would stand, the rest is said without it.
    ///
    /// - Parameters:
    ///   - member: Whose intent it would be.
    ///   - requestID: The id of the request that asks.
    ///   - traceparent: Its trace context, if any.
    ///   - deadline: When its time is over.
    ///   - reserve: The first step, whose writes are undone.
    /// - Returns: What would be done.
    /// - Throws: The refusal of the first step, or `StorageError`.
    package func rehearse(
        _ member: MemberID,
        requestID: String,
        traceparent: String? = nil,
        until deadline: ContinuousClock.Instant,
        _ reserve: @escaping Reserve
    ) async throws -> Rehearsal {
        let reservation = try await reservation(opening(for: member), until: deadline, reserve)
        var forecast = Rehearsal.Forecast.free
        if let charge = reservation.charge {
            let call = ChargeCall(charge: charge, key: nil, traceparent: traceparent)
            forecast = try await self.forecast(of: call, until: deadline)
        }
        return Rehearsal(reservation: reservation, forecast: forecast, requestID: requestID)
    }

    private func forecast(
        of call: ChargeCall,
        until deadline: ContinuousClock.Instant
    ) async throws -> Rehearsal.Forecast {
        guard let charging else { throw noGateway }
        guard let end = terms.chargeDeadline(of: deadline),
            case .answered(let status, let body) = await charging(call, end),
            // Lost is why the body is no JSON; the gateway then counts as not heard.
            let json = try? JSONParser.parse(body)
        else { return .unheard }
        if (400..<500).contains(status), json["final"] == true {
            return .refused(ChargeRefusal(status: status, problem: json))
        }
        return status == 200 ? .foretold(json) : .unheard
    }

    /// What the first step would reserve.
    private func reservation(
        _ opening: Opening,
        until deadline: ContinuousClock.Instant,
        _ reserve: @escaping Reserve
    ) async throws -> Reservation {
        do {
            // As a part that always fails: what it writes is undone, and nobody else's work.
            let outcome = try await store.write(deadline: deadline) { transaction in
                try transaction.attempt { part -> Reservation in
                    throw Rehearsed(reservation: try reserve(opening, part))
                }
            }
            return try outcome.get()
        } catch let rehearsed as Rehearsed {
            return rehearsed.reservation
        } catch let problem as Problem where problem.isOfTheBusiness {
            throw problem.asFinal
        }
    }
}
