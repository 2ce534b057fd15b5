import Primitives
import Problems
import Storage

extension Intents {
    /// What the first step came to.
    package struct Begun: Sendable {
        /// What stands under the key now.
        let outcome: KnownKey
        /// Whether an earlier request had settled or begun it.
        package let isReplayed: Bool

        /// The intent; nil where the first step refused.
        package var intent: Intent? {
            if case .intent(let intent) = outcome { intent } else { nil }
        }
    }

    /// Does the first step once: reserves, and stores the intent as pending; what is free is given
    /// in the same transaction.
    ///
    /// A refusal of the business (status 409) is stored under the key, if there is one: at once
    /// where the closure has written nothing, else after all that it wrote was undone, and it was
    /// refused once more.
    ///
    /// - Parameters:
    ///   - kind: What kind of intent it is.
    ///   - request: Who asks for what under which key.
    ///   - deadline: After it nothing is begun.
    ///   - reserve: The first step.
    /// - Returns: The intent, new or known, or the refusal that stands under the key.
    /// - Throws: `KeyReused`, a `Problem` that is not final, or `StorageError`; nothing was done.
    package func begin(
        _ kind: IntentKind,
        _ request: IntentRequest,
        until deadline: ContinuousClock.Instant,
        reserve: @escaping Reserve
    ) async throws -> Begun {
        let opening = opening(for: request.member)
        do {
            return try await store.write(deadline: deadline) { transaction in
                try begin(kind, request, opening, reserve, transaction)
            }
        } catch let problem as Problem where problem.isOfTheBusiness && request.key != nil {
            return try await store.write(deadline: deadline) { transaction in
                do {
                    // What refused it may have come to nothing meanwhile.
                    return try transaction.attempt {
                        try begin(kind, request, opening, reserve, $0)
                    }.get()
                } catch let problem as Problem where problem.isOfTheBusiness {
                    return try remember(problem, of: request, at: opening.now, transaction)
                }
            }
        }
    }

    private func begin(
        _ kind: IntentKind,
        _ request: IntentRequest,
        _ opening: Opening,
        _ reserve: Reserve,
        _ transaction: borrowing Transaction
    ) throws -> Begun {
        if let known = try transaction.reads.known(request) {
            return Begun(outcome: known, isReplayed: true)
        }
        let former = transaction.changeCount
        let reservation: Reservation
        do {
            reservation = try reserve(opening, transaction)
        } catch let problem as Problem
            where problem.isOfTheBusiness && request.key != nil
            && transaction.changeCount == former
        {
            return try remember(problem, of: request, at: opening.now, transaction)
        }
        if reservation.charge != nil, charging == nil { throw noGateway }
        let intent = try open(kind, opening, reservation, request, transaction)
        return Begun(outcome: .intent(intent), isReplayed: false)
    }

    /// The refusal of whatever costs something where no gateway could charge for it.
    var noGateway: Problem {
        Problem(.neighbourUnavailable, "no gateway is configured", retryAfterSeconds: 60)
    }

    /// What a new intent of a member is given.
    func opening(for member: MemberID) -> Opening {
        let now = now()
        var generator = SystemRandomNumberGenerator()
        return Opening(
            id: TimeOrderedID(at: now, random: (generator.next(), generator.next())),
            member: member,
            now: now,
            notAfter: terms.notAfter(now)
        )
    }

    private func open(
        _ kind: IntentKind,
        _ opening: Opening,
        _ reservation: Reservation,
        _ request: IntentRequest,
        _ transaction: borrowing Transaction
    ) throws -> Intent {
        var intent = Intent(
            id: opening.id,
            kind: kind.name,
            member: opening.member,
            requestID: request.requestID,
            meaning: reservation.meaning,
            charge: reservation.charge,
            notAfter: opening.notAfter,
            createdAt: opening.now,
            state: .pending
        )
        if reservation.charge == nil {
            let settlement = Settlement(of: intent, at: opening.now)
            let answer =
                try reservation.give?(settlement, transaction)
                ?? kind.finish(settlement, .free, transaction)
            intent.settle(as: .done, answer, at: opening.now)
        }
        try transaction.begin(intent, as: request)
        return intent
    }

    private func remember(
        _ problem: Problem,
        of request: IntentRequest,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> Begun {
        let answer = Intent.Answer(problem.asFinal, instance: request.requestID)
        try transaction.remember(refusal: answer, of: request, at: now)
        return Begun(outcome: .refusal(answer), isReplayed: false)
    }
}

extension Intent.Answer {
    /// The answer that a final refusal is.
    init(_ problem: Problem, instance: String) {
        self.init(status: problem.slug.status, body: problem.bytes(instance: instance))
    }
}

extension Intent {
    /// Takes its final answer.
    mutating func settle(
        as state: State,
        _ answer: Answer,
        transfer: TimeOrderedID? = nil,
        at now: Instant
    ) {
        self.state = state
        self.answer = answer
        self.transfer = transfer
        settledAt = now
    }
}
