import Calls
import TestSupport
import Wire

/// What kinds of requests a load consists of, and how often each of a thousand is sent.
enum LoadKind: String, CaseIterable, Sendable {
    case credit, debit, batch, hold, holdEnd, reversal, order, follower, orders
    case balance, statement, lookUp, find, chain, again, reused, faulty

    var weight: Int {
        switch self {
        case .credit: 230
        case .debit: 110
        case .batch: 25
        case .hold: 50
        case .holdEnd: 40
        case .reversal: 30
        case .order: 95
        case .follower: 40
        case .orders: 10
        case .balance: 160
        case .statement: 50
        case .lookUp: 40
        case .find: 20
        case .chain: 10
        case .again: 60
        case .reused: 10
        case .faulty: 20
        }
    }

    /// Each kind as often as its weight.
    static let urn: [LoadKind] = allCases.flatMap { Array(repeating: $0, count: $0.weight) }
}

/// Who sends a request.
enum LoadSender: Hashable, Sendable {
    case nobody
    case service
    case auditor
    case member(Int)
}

/// One request of a load, and what is expected of its answer.
struct LoadRequest: Sendable {
    indirect enum Purpose: Sendable {
        /// Does something, which the answer tells.
        case write([LoadOperation])
        /// Reads a member's balance, and knows what it is where nothing else is under way.
        case balance(member: Int, LoadMember)
        case statement
        /// Reads the end of the chain, which was here already.
        case chain(atLeast: Int64)
        /// Looks a key up whose answer is known.
        case lookUp(LoadExchange)
        /// Finds what is there under an id.
        case find(id: String)
        /// Repeats what was answered.
        case again(LoadExchange)
        /// Is refused with a status, and changes nothing.
        case refusal(Int)
    }

    let kind: LoadKind
    var method = Call.Method.post
    let path: String
    var body: [UInt8] = []
    var key: String?
    var sender = LoadSender.service
    let purpose: Purpose

    /// Whether several operations or events are in it.
    var isBatch: Bool {
        switch kind {
        case .batch, .orders: true
        default: false
        }
    }

    /// Whether it must be sent until an answer comes.
    var isWrite: Bool {
        if case .write = purpose { true } else { false }
    }
}

/// A request and the answer that it got.
struct LoadExchange: Sendable {
    let request: LoadRequest
    let status: Int
    let body: [UInt8]

    /// The same request once more.
    var again: LoadRequest {
        LoadRequest(
            kind: .again,
            path: request.path,
            body: request.body,
            key: request.key,
            purpose: .again(self)
        )
    }

    /// What is wrong with the answer to a repetition.
    func fault(inRepetition answer: TestClient.Answer) -> LoadFault? {
        let isSame =
            request.isBatch
            ? answer.text.unmarked == String(decoding: body, as: UTF8.self).unmarked
                && !answer.text.contains(#""replayed":false"#)
            : answer.body == body && answer.isReplayed
        if isSame, answer.status == status { return nil }
        return LoadFault(
            """
            \(request.path) \(request.key ?? "") was answered \(status) \
            \(String(decoding: body, as: UTF8.self)), and when it was repeated \
            \(answer.status) \(answer.text)
            """
        )
    }

    /// What is wrong with what was found under the request's key.
    func fault(inFound answer: TestClient.Answer) -> LoadFault? {
        let settled = Settled(element: answer.json)
        return settled == Settled(status: status, body: body)
            ? nil
            : LoadFault(
                """
                \(request.key ?? "") was answered \(status) \
                \(String(decoding: body, as: UTF8.self)), and looked up it is \(answer.text)
                """
            )
    }
}

extension String {
    /// The answer without what tells a repetition from the first time.
    fileprivate var unmarked: String {
        replacing(#""replayed":true"#, with: "").replacing(#""replayed":false"#, with: "")
    }
}
