import Foundation
import Primitives
import Synchronization
import TestSupport
import Wire

/// Hands requests out to those who send them, and takes their answers in.
final class LoadDesk: Sendable {
    /// After so many faults a load ends.
    static let mostFaults = 20

    private struct State {
        var traffic: LoadTraffic
        /// Writes whose end is unknown, since no answer came.
        var open: [LoadRequest] = []
        var unanswered = 0
        var answered = 0
        var refused = 0
        var faults: [LoadFault] = []
    }

    private let state: Mutex<State>

    init(_ traffic: LoadTraffic) {
        state = Mutex(State(traffic: traffic))
    }

    /// What was found to be wrong so far, the first of it.
    var faults: [LoadFault] { state.withLock { $0.faults } }

    /// Whether so much is wrong that no more need be looked for.
    var isHopeless: Bool { state.withLock { $0.faults.count >= Self.mostFaults } }

    /// How many requests were answered, how many of those refused for ever, and how many writes
    /// got no answer at first.
    var counts: (answered: Int, refused: Int, unanswered: Int) {
        state.withLock { ($0.answered, $0.refused, $0.unanswered) }
    }

    /// Notes that something is wrong.
    func note(_ fault: LoadFault) {
        state.withLock { state in
            if state.faults.count < Self.mostFaults { state.faults.append(fault) }
        }
    }

    /// The next request.
    func next() -> LoadRequest {
        state.withLock { $0.traffic.next(at: .now) }
    }

    /// Uses what is known to make requests.
    func with<Value: Sendable>(_ body: @Sendable (inout LoadTraffic) -> Value) -> Value {
        state.withLock { body(&$0.traffic) }
    }

    /// Keeps a write whose answer did not come, to send it again.
    func reopen(_ request: LoadRequest) {
        guard request.isWrite else { return }
        state.withLock { state in
            state.open.append(request)
            state.unanswered += 1
        }
    }

    /// Keeps writes that were not sent once more.
    func keep(_ requests: [LoadRequest]) {
        state.withLock { $0.open += requests }
    }

    /// The writes whose end is unknown; whoever takes them sends them.
    func takeOpen() -> [LoadRequest] {
        state.withLock { state in
            defer { state.open = [] }
            return state.open
        }
    }

    /// Takes in an answer.
    func settle(_ request: LoadRequest, _ answer: TestClient.Answer) {
        let json = answer.json
        let fault = LoadTraffic.fault(in: answer, to: request, json)
        state.withLock { state in
            state.answered += 1
            if answer.status == 409 { state.refused += 1 }
            let fault = fault ?? state.traffic.settle(request, answer, json)
            if let fault, state.faults.count < Self.mostFaults { state.faults.append(fault) }
        }
    }
}

extension Instant {
    /// The instant that it is.
    static var now: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
