import Access
import Logging
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Charges first and gives then: three keyed steps, each of which can be repeated by the handler,
/// by a repeated request, and by the sweeper.
///
/// 1. `begin` stores the intent as pending with everything that fixes its meaning, and reserves
///    whatever step 3 needs. 2. The gateway is asked, keyed by the intent's id, for the bytes that
/// step 1 stored. 3. What was asked for is given, or given back, if the intent is still pending.
package struct Intents: Sendable {
    let kinds: [String: IntentKind]
    let store: Store
    let charging: Charging?
    let terms: IntentTerms
    let now: @Sendable () -> Instant
    let metrics: IntentMetrics
    let logger: Logger
    let pulse = Pulse()

    /// Serves intents of some kinds.
    ///
    /// - Parameters:
    ///   - kinds: All kinds of which the store may hold intents, their names distinct.
    ///   - store: The store, which has `Migration.intentTables`.
    ///   - charging: Calls the gateway; nil where none is configured: whatever costs something is
    ///     refused as `neighbour-unavailable`, and what is pending waits.
    ///   - terms: How long things may take.
    ///   - now: The clock of the business, which is the one that the gateway compares with.
    ///   - metrics: Where intents are counted.
    ///   - logger: Hears what needs a person.
    package init(
        _ kinds: [IntentKind],
        in store: Store,
        charging: Charging?,
        terms: IntentTerms = IntentTerms(),
        now: @escaping @Sendable () -> Instant,
        metrics: PrometheusRegistry,
        logger: Logger
    ) {
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { $1 }
        self.store = store
        self.charging = charging
        self.terms = terms
        self.now = now
        self.metrics = IntentMetrics(metrics, kinds: kinds.map(\.name))
        self.logger = logger
    }

    /// Serves a write that begins an intent, or repeats one; `?dryRun=true` rehearses it.
    ///
    /// - Parameters:
    ///   - kind: What kind of intent it is.
    ///   - member: Whose it is.
    ///   - exchange: The request; the endpoint's query has `dryRun`.
    ///   - path: The parameters of the path beside the member, in their order.
    ///   - body: The body as it was sent.
    ///   - reserve: The first step.
    /// - Returns: The final answer, or 202 where it is not known whether the charge was made.
    /// - Throws: `KeyReused`, a `Problem`, or `StorageError`; nothing was done then.
    package func serve(
        _ kind: IntentKind,
        of member: MemberID,
        _ exchange: borrowing Exchange,
        path: [String] = [],
        body: JSON,
        reserve: @escaping Reserve
    ) async throws -> Reply {
        let deadline = exchange.deadline
        if try exchange.queryFlag("dryRun") {
            return try await rehearse(
                member,
                requestID: exchange.requestID,
                traceparent: exchange.traceparent,
                until: deadline,
                reserve
            ).reply
        }
        let request = try IntentRequest(
            exchange,
            route: kind.name,
            member: member,
            path: path,
            body: body
        )
        return try await serve(kind, request, until: deadline, reserve: reserve)
    }

    /// Serves a write that begins an intent, or repeats one.
    ///
    /// - Returns: The final answer, or 202 where it is not known whether the charge was made.
    /// - Throws: `KeyReused`, a `Problem`, or `StorageError`; nothing was done then.
    package func serve(
        _ kind: IntentKind,
        _ request: IntentRequest,
        until deadline: ContinuousClock.Instant,
        reserve: @escaping Reserve
    ) async throws -> Reply {
        let begun = try await begin(kind, request, until: deadline, reserve: reserve)
        switch begun.outcome {
        case .refusal(let answer):
            return reply(answer, isReplayed: begun.isReplayed)
        case .intent(let intent):
            let driven = await attend(intent, until: deadline, traceparent: request.traceparent)
            return reply(to: driven, isReplayed: begun.isReplayed)
        }
    }

    /// Shows the intent that the path's `{id}` names, at any time: 202 while it is pending, then
    /// its final answer, a success with the status 200.
    ///
    /// - Parameters:
    ///   - kind: What kind of intent it must be.
    ///   - exchange: The request; a member sees only its own.
    /// - Returns: 202, the final answer, or the final refusal.
    /// - Throws: A `Problem` with the slug `not-found`, or `StorageError`.
    package func look(_ kind: IntentKind, _ exchange: borrowing Exchange) throws -> Reply {
        let intent = try intent(kind, exchange)
        var reply = reply(to: intent, isReplayed: false)
        if reply.status == 201 { reply.status = 200 }
        return reply
    }

    /// The intent that the path's `{id}` names.
    ///
    /// - Throws: A `Problem` with the slug `not-found` where there is none of that kind, or it is
    ///   another member's; or `StorageError`.
    package func intent(_ kind: IntentKind, _ exchange: borrowing Exchange) throws -> Intent {
        let caller = try exchange.caller
        guard let id = TimeOrderedID(exchange.parameter("id")),
            let intent = try intent(id), intent.kind == kind.name,
            caller.role != .member || caller.subject == intent.member.text
        else { throw Problem(.notFound, "there is no such \(kind.name)") }
        return intent
    }

    /// The intent of an id, or nil.
    ///
    /// - Throws: `StorageError`.
    package func intent(_ id: TimeOrderedID) throws -> Intent? {
        try store.read { try $0.intent(id) }
    }

    /// How many intents a run of the test clock must wait for: all that are pending, unless there
    /// is no gateway that could settle them.
    ///
    /// - Throws: `StorageError`.
    package func owed(_ reads: borrowing Snapshot) throws -> Int64 {
        guard charging != nil else { return 0 }
        return try reads.first("SELECT COUNT(*) FROM intent WHERE state = 0") { $0.int(0) } ?? 0
    }

    /// Shows in the metrics how many intents of each kind are pending, and how many of these have
    /// an alarm.
    package func measure() {
        // Lost is one reading of a store that does not answer, which its own metrics show.
        if let counts = try? store.read({ try $0.pendingCounts() }) { metrics.show(counts) }
    }
}
