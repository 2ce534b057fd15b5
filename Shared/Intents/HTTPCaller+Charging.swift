import Calls
import Primitives

extension HTTPCaller {
    /// Sends charges to a gateway.
    ///
    /// - Parameters:
    ///   - address: The gateway's address, without a slash at the end.
    ///   - authorization: Makes the header `Authorization` of each call.
    /// - Returns: What sends them.
    package func charging(
        at address: String,
        authorization: @escaping @Sendable () async throws -> String
    ) -> Charging {
        { call, deadline in
            let header: String
            do {
                header = try await authorization()
            } catch {
                return .unsent("no authorization: \(error)")
            }
            do throws(CallFailure) {
                let answer = try await self.send(
                    call.call(to: address, authorization: header, until: deadline)
                )
                return .answered(status: answer.status, body: answer.body)
            } catch {
                return ChargeAnswer(error)
            }
        }
    }
}

extension ChargeCall {
    /// The charge as a call over HTTP.
    ///
    /// - Parameters:
    ///   - address: The gateway's address, without a slash at the end.
    ///   - authorization: The header `Authorization`.
    ///   - deadline: When its time is over.
    /// - Returns: The call, keyed by the intent's id.
    package func call(
        to address: String,
        authorization: String,
        until deadline: ContinuousClock.Instant
    ) -> Call {
        var headers: Headers = [
            "Authorization": authorization, "Content-Type": "application/json",
            "X-Request-Id": requestID,
        ]
        if let key { headers.add("Idempotency-Key", key.text) }
        return Call(
            .post,
            address + target,
            headers: headers,
            body: charge.body,
            timeout: ContinuousClock.now.duration(to: deadline),
            isKeyed: true,
            traceparent: traceparent
        )
    }
}

extension ChargeAnswer {
    /// What a failed call says about a charge.
    package init(_ failure: CallFailure) {
        switch failure {
        case .unreachable, .overloaded, .invalidURL, .invalidHeader, .circuitOpen, .noToken:
            self = .unsent("\(failure)")
        case .timedOut, .broken, .answerTooLarge, .cancelled, .closed:
            self = .unanswered("\(failure)")
        }
    }
}
