import Primitives
import Synchronization
import TestSupport
import Wire
import Zones

/// A check-in service under a test clock that awards two points and a freeze for each check-in,
/// and owes a message for each.
final class PretendCheckin: Sendable {
    private struct State {
        /// Each check-in, as `member day`.
        var known: Set<String> = []
        var order: [String] = []
        var lostAnswers: Int
    }

    let clock: PretendClock
    private let rules: JSON
    private let refused: Set<String>
    private let state: Mutex<State>

    /// Begins with a clock.
    ///
    /// - Parameters:
    ///   - now: Where the clock stands at first; a first request may move it anywhere.
    ///   - rules: The part `checkin` of the programme.
    ///   - refused: The members whose check-ins are refused.
    ///   - lostAnswers: How many check-ins are carried out without an answer.
    init(
        at now: Instant,
        rules: JSON = ["base": 2],
        refusing refused: Set<String> = [],
        losing lostAnswers: Int = 0
    ) {
        clock = PretendClock("checkin", .init(now: now, isNew: true))
        self.rules = rules
        self.refused = refused
        state = Mutex(State(lostAnswers: lostAnswers))
    }

    /// The check-ins of each day, as `member day`, by the day and then the member.
    var checkIns: [String] { state.withLock { $0.order } }

    func react(_ request: ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction {
        switch request.path {
        case "/v1/programme":
            return .json(["section": ["zone": "Asia/Shanghai", "checkin": rules]])
        case "/v1/checkins":
            // Lost is why the body is no JSON; it then names no member.
            let body = (try? JSONParser.parse(request.body)) ?? .null
            return take(body["member"]?.text ?? "", body["day"]?.text ?? "")
        default: return clock.react(request)
        }
    }

    private func take(_ member: String, _ day: String) -> ScriptedNeighbour.Reaction {
        let today = Zones.zone(named: "Asia/Shanghai")?.day(
            of: clock.now,
            dayStartMs: TimeOfDay(rules["dayStart"]?.text ?? "")?.sinceMidnightMs ?? 0
        )
        if refused.contains(member) { return .problem(409, "not-eligible") }
        clock.noteBusiness()
        return state.withLock { state in
            let isReplayed = state.known.contains("\(member) \(day)")
            guard isReplayed || day == today?.description else { return .problem(409, "not-open") }
            if !isReplayed {
                state.known.insert("\(member) \(day)")
                state.order.append("\(member) \(day)")
                clock.owe(1)
            }
            if state.lostAnswers > 0 {
                state.lostAnswers -= 1
                return .closeWithoutAnswer
            }
            let total: JSON = [["asset": "points", "amount": 2], ["freezes": 1]]
            return .answer(
                201,
                headers: isReplayed ? [("Idempotency-Replayed", "true")] : [],
                body: JSONWriter.bytes(of: ["award": ["total": total]])
            )
        }
    }
}
