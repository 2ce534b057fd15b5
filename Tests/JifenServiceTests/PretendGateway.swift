import Primitives
import Synchronization
import TestSupport
import Wire

/// A gateway under a test clock that takes events and grants a point for each whole 1.00.
final class PretendGateway: Sendable {
    private struct State {
        /// The body of each event by its id, as it was when it was first seen.
        var seen: [String: JSON] = [:]
        var order: [String] = []
        var lostAnswers: Int
    }

    let clock: PretendClock
    private let refused: Set<String>
    private let state: Mutex<State>

    /// Begins with a clock.
    ///
    /// - Parameters:
    ///   - now: Where the clock stands at first; a first request may move it anywhere.
    ///   - refused: The ids of events that are refused.
    ///   - lostAnswers: How many requests are carried out without an answer.
    init(at now: Instant, refusing refused: Set<String> = [], losing lostAnswers: Int = 0) {
        clock = PretendClock("gateway", .init(now: now, isNew: true))
        self.refused = refused
        state = Mutex(State(lostAnswers: lostAnswers))
    }

    /// The ids of all events, in the order in which they first came.
    var order: [String] { state.withLock { $0.order } }

    func react(_ request: ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction {
        switch request.path {
        case "/v1/programme": return .json(["section": ["zone": "Asia/Shanghai"]])
        case "/v1/events":
            // Lost is why the body is no JSON; it then has no events.
            let events = (try? JSONParser.parse(request.body))?["events"]?.elements ?? []
            return state.withLock { take(events, &$0) }
        default: return clock.react(request)
        }
    }

    private func take(_ events: [JSON], _ state: inout State) -> ScriptedNeighbour.Reaction {
        let late = clock.now.milliseconds - 7 * 86_400_000
        for event in events {
            let isNew = state.seen[event["id"]?.text ?? ""] == nil
            let at = event["occurredAt"]?.text.flatMap { Instant($0) }?.milliseconds ?? 0
            if isNew, at < late || at > clock.now.milliseconds {
                return .problem(400, "invalid-request")
            }
        }
        clock.noteBusiness()
        let results = events.map { result(of: $0, &state) }
        if state.lostAnswers > 0 {
            state.lostAnswers -= 1
            return .closeWithoutAnswer
        }
        return .json(["results": .array(results)])
    }

    private func result(of event: JSON, _ state: inout State) -> JSON {
        let id = event["id"]?.text ?? ""
        let points = (event["amountMinor"]?.integer ?? 0) / 100
        let isReplayed = state.seen[id] == event
        if state.seen[id] == nil {
            state.seen[id] = event
            state.order.append(id)
        }
        if refused.contains(id) || state.seen[id] != event {
            return ["id": .string(id), "status": 409, "problem": ["title": "Limit reached"]]
        }
        return [
            "id": .string(id), "status": 201, "replayed": .bool(isReplayed),
            "grants": points == 0 ? [] : [["asset": "points", "amount": .integer(points)]],
        ]
    }
}
