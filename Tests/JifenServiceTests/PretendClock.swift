import Primitives
import Synchronization
import TestSupport
import Wire

/// What several pretended services do, in its order.
final class Diary: Sendable {
    private let lines = Mutex<[String]>([])

    /// All lines so far.
    var all: [String] { lines.withLock { $0 } }

    func note(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}

/// A service with a test clock, as the contract has it.
final class PretendClock: Sendable {
    struct State: Sendable {
        var now: Instant
        var dues: [Instant] = []
        var isNew = false
        /// Messages to deliver; each look at the clock delivers one.
        var owed: Int64 = 0
        /// How many requests to run are broken off for want of time.
        var breaks = 0
    }

    private let name: String
    private let diary: Diary
    private let state: Mutex<State>

    init(_ name: String, _ state: State, diary: Diary = Diary()) {
        self.name = name
        self.diary = diary
        self.state = Mutex(state)
    }

    var now: Instant { state.withLock { $0.now } }

    /// Makes something due, as a message from a neighbour does.
    func makeDue(_ instant: Instant) {
        state.withLock { $0.dues = ($0.dues + [instant]).sorted() }
    }

    /// Messages that it still has to deliver.
    var owed: Int64 { state.withLock { $0.owed } }

    /// Makes it owe more messages.
    func owe(_ count: Int64) {
        state.withLock { $0.owed += count }
    }

    /// Notes that it has business, so that its clock no longer goes back.
    func noteBusiness() {
        state.withLock { $0.isNew = false }
    }

    /// The script of its clock.
    func react(_ request: ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction {
        guard request.path == "/v1/clock" else { return .problem(404, "not-found") }
        if request.method == "GET" { return state.withLock { Self.show(&$0) } }
        // Lost is why the body is no JSON; the refusal shows that it is not.
        guard let json = try? JSONParser.parse(request.body),
            let target = json["now"]?.text.flatMap({ Instant($0) }), json["run"] == true
        else { return .problem(400, "invalid-request") }
        return state.withLock { run(to: target, &$0) }
    }

    private static func show(_ state: inout State) -> ScriptedNeighbour.Reaction {
        defer { state.owed = max(0, state.owed - 1) }
        var members: [JSON.Member] = [
            .init("now", .string(state.now.description)), .init("owed", .integer(state.owed)),
        ]
        if let due = state.dues.first {
            members.append(.init("nextDue", .string(due.description)))
        }
        return .json(.object(members))
    }

    private func run(to target: Instant, _ state: inout State) -> ScriptedNeighbour.Reaction {
        guard target >= state.now || state.isNew else { return .problem(409, "clock-behind") }
        if state.breaks > 0 {
            state.breaks -= 1
            return .problem(503, "time-is-over")
        }
        state.now = target
        for due in state.dues.prefix(while: { $0 <= target }) { diary.note("\(name) does \(due)") }
        state.dues.removeAll { $0 <= target }
        diary.note("\(name) at \(target)")
        return .json([:])
    }
}

extension ScriptedNeighbour.Reaction {
    static func json(_ json: JSON) -> Self {
        .answer(200, body: JSONWriter.bytes(of: json))
    }

    static func problem(_ status: Int, _ slug: String) -> Self {
        .answer(
            status,
            body: JSONWriter.bytes(of: ["type": .string("/problems/\(slug)"), "title": "No."])
        )
    }
}

/// An instant of a test, by its text.
func instant(_ text: String) -> Instant {
    Instant(text) ?? Instant(milliseconds: 0)
}
