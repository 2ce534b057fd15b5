import Calls
import Primitives

extension Neighbour {
    /// Sends charges to this neighbour, which is the gateway.
    ///
    /// Each is sent once: what drives an intent tries it again, and knows how often.
    package var charging: Charging {
        { call, deadline in
            do throws(CallFailure) {
                let answer = try await send(
                    .post,
                    call.target,
                    body: call.charge.body,
                    key: call.key?.text,
                    timeout: ContinuousClock.now.duration(to: deadline),
                    traceparent: call.traceparent
                )
                return .answered(status: answer.status, body: answer.body)
            } catch {
                return ChargeAnswer(error)
            }
        }
    }
}

extension ChargeAnswer {
    /// What a failed call says about a charge.
    fileprivate init(_ failure: CallFailure) {
        switch failure {
        case .unreachable, .overloaded, .invalidURL, .invalidHeader, .circuitOpen, .noToken:
            self = .unsent("\(failure)")
        case .timedOut, .broken, .answerTooLarge, .cancelled, .closed:
            self = .unanswered("\(failure)")
        }
    }
}
