import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Takes business events: judges each once, and refunds, cancels or confirms what others earned.
struct EventDesk: Sendable {
    /// By how much a sender's clock may be ahead: 60 seconds.
    static let skewMs: Int64 = 60_000

    let programme: GatewayProgramme
    /// How late an event may come.
    let latestMs: Int64

    /// An event as it was sent.
    struct Sent: Sendable {
        let request: EventRequest
        let body: String
        /// Its place in its batch from 0 on, or nil where it was sent alone.
        let index: Int?

        /// Its path in the request, empty where it was sent alone.
        var path: String { index.map { "events[\($0)]" } ?? "" }
    }

    /// Applies events: all of them, or where one is malformed or its name reused none.
    ///
    /// - Throws: A `Problem` that is not final, or `StorageError`; nothing was done then.
    func apply(
        _ events: [Sent],
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> [AppliedEvent] {
        let version = try programme.current(transaction.reads)
        let known = try transaction.reads.caller(named: stamp.caller.name)
        var steps: [Step] = []
        var places: [EventID: Int] = [:]
        for (index, event) in events.enumerated() {
            let first = places[event.request.id]
            places[event.request.id] = first ?? index
            let earlier = first.map { (place: $0, event: events[$0]) }
            steps.append(
                try step(for: event, after: earlier, known, version, stamp, transaction.reads)
            )
        }
        let caller = try known ?? transaction.open(caller: stamp.caller.name)
        var applied: [AppliedEvent] = []
        for (index, event) in events.enumerated() {
            switch steps[index] {
            case .replay(let earlier): applied.append(earlier)
            case .repeatOf(let first): applied.append(applied[first].repeated)
            case .fresh:
                applied.append(
                    try take(event, at: index, caller, version, stamp, transaction)
                )
            }
        }
        return applied
    }

    /// What becomes of an event of a request.
    private enum Step {
        case replay(AppliedEvent)
        case repeatOf(Int)
        case fresh
    }

    /// Finds out, before the first write, whatever can refuse the whole request.
    private func step(
        for event: Sent,
        after earlier: (place: Int, event: Sent)?,
        _ caller: Int64?,
        _ version: GatewayProgramme.Version,
        _ stamp: Stamp,
        _ reads: borrowing Snapshot
    ) throws -> Step {
        if let earlier {
            guard earlier.event.request.digest == event.request.digest else {
                throw event.reused
            }
            return .repeatOf(earlier.place)
        }
        if let caller, let found = try reads.event(event.request.id.text, of: caller) {
            guard found.request == event.request.digest else { throw event.reused }
            return .replay(AppliedEvent(id: found.id, EventOutcome(found), isReplayed: true))
        }
        try event.check(version.section.earning, now: stamp.now, latestMs: latestMs, stamp.caller)
        return .fresh
    }

    /// Takes an event that has not been seen before.
    private func take(
        _ sent: Sent,
        at place: Int,
        _ caller: Int64,
        _ version: GatewayProgramme.Version,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> AppliedEvent {
        let request = sent.request
        let opened =
            try transaction.reads.account(of: request.member)
            ?? transaction.open(request.member, salt: stamp.salt(place))
        let event = NewEvent(
            request: request,
            body: sent.body,
            at: opened.time(at: stamp.now),
            programme: version.number,
            space: try space(of: request, caller, transaction)
        )
        var work = EventWork(
            event: event,
            number: try transaction.reads.nextEventNumber(),
            caller: caller,
            place: place,
            opened: opened,
            section: version.section,
            programme: programme,
            stamp: stamp
        )
        let outcome = try work.settle(at: sent.path, transaction)
        try transaction.insert(
            event,
            number: work.number,
            caller: caller,
            account: opened.number,
            as: work.role,
            outcome
        )
        return AppliedEvent(id: request.id.text, outcome, isReplayed: false)
    }

    /// The number of the caller in whose key space the event that is referred to stands; nil where
    /// there is none.
    private func space(
        of request: EventRequest,
        _ caller: Int64,
        _ transaction: borrowing Transaction
    ) throws -> Int64? {
        guard request.refersTo != nil else { return nil }
        guard let subject = request.callerSubject else { return caller }
        let name = Caller(role: .service, subject: subject).name
        return try transaction.reads.caller(named: name) ?? transaction.open(caller: name)
    }
}

extension EventDesk.Sent {
    /// The refusal of a whole request in which the event's name belongs to another event.
    fileprivate var reused: Problem {
        Problem(
            .idempotencyKeyReused,
            "\(path.isEmpty ? "id" : path): the id belongs to another event",
            members: index.map { [.init("index", .integer(Int64($0)))] } ?? []
        )
    }

    /// Checks what the clock, the programme and the caller's role say about the request.
    ///
    /// - Throws: `JSONFault` or a `Problem`; none of them is stored.
    fileprivate func check(
        _ earning: Earning,
        now: Instant,
        latestMs: Int64,
        _ caller: Caller
    ) throws {
        let occurred = request.occurredAt.milliseconds
        if occurred > now.milliseconds + EventDesk.skewMs {
            throw JSONFault(at: self.path(of: "occurredAt"), "lies in the future")
        }
        if occurred < now.milliseconds - latestMs {
            throw JSONFault(at: self.path(of: "occurredAt"), "is too long ago")
        }
        if request.callerSubject != nil, caller.role != .operator {
            throw JSONFault(at: self.path(of: "caller"), "is for operators only")
        }
        if earning.role(of: request.type) != .earns, request.refersTo == nil {
            throw JSONFault(at: self.path(of: "refersTo"), "is missing")
        }
    }

    private func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
