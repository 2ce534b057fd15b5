import Calls
import Logging
import Primitives
import Storage

extension Intents {
    /// How far a drive brought an intent.
    struct Driven: Sendable {
        /// The intent as it stands now.
        let intent: Intent
        /// Whether the gateway was silent.
        var isSilence = false
    }

    /// Drives an intent for a request, and hands it to the sweeper where it stays pending.
    func attend(
        _ intent: Intent,
        until deadline: ContinuousClock.Instant,
        traceparent: String?
    ) async -> Intent {
        guard intent.state == .pending else { return intent }
        guard let deadline = terms.chargeDeadline(of: deadline) else {
            pulse.leavePending(intent.id, isSilence: false)
            return intent
        }
        let time = ContinuousClock.now.duration(to: deadline)
        let driven = await drive(
            intent,
            until: deadline,
            isHurried: time < CircuitBreaker.fairTime,
            traceparent: traceparent
        )
        if driven.intent.state == .pending {
            pulse.leavePending(intent.id, isSilence: driven.isSilence)
        }
        return driven.intent
    }

    /// Charges for a pending intent and settles it, if the answer says how.
    ///
    /// Several drivers of one intent do no harm: the gateway charges once for its key, and only
    /// one of them settles it. That one in a hurry meets silence says nothing of the gateway.
    func drive(
        _ intent: Intent,
        until deadline: ContinuousClock.Instant,
        isHurried: Bool = false,
        traceparent: String? = nil
    ) async -> Driven {
        guard intent.state == .pending, let charge = intent.charge, let charging else {
            return Driven(intent: intent)
        }
        pulse.enter(intent.id)
        defer { pulse.leave(intent.id) }
        let call = ChargeCall(
            charge: charge,
            key: IdempotencyKey(intent.id.description),
            traceparent: traceparent
        )
        let verdict = ChargeVerdict(await charging(call, deadline))
        switch verdict {
        case .charged, .refused:
            pulse.metAnswer()
            return await settle(intent, by: verdict)
        case .unknown(let doubt):
            let isSilence = doubt.isSilence && !isHurried
            if isSilence { pulse.metSilence() }
            if !doubt.isSilence { pulse.metAnswer() }
            return Driven(intent: await note(doubt, of: intent), isSilence: isSilence)
        }
    }

    /// Does the third step, unless another driver has.
    private func settle(_ intent: Intent, by verdict: ChargeVerdict) async -> Driven {
        let settlement = Settlement(of: intent, at: now())
        do {
            // The charge is made: no request's end keeps it from being given.
            let settled = try await store.write { transaction -> (intent: Intent, isOwn: Bool) in
                let found = try transaction.reads.intent(intent.id, of: intent.member)
                guard let found else { throw StorageError.fault("an intent is gone") }
                guard found.state == .pending else { return (found, false) }
                let ended = try end(found, by: verdict, settlement, transaction)
                try transaction.settle(ended)
                return (ended, true)
            }
            if settled.isOwn { metrics.count(settled.intent) }
            return Driven(intent: settled.intent)
        } catch {
            return Driven(intent: await fail(intent, error))
        }
    }

    private func end(
        _ intent: Intent,
        by verdict: ChargeVerdict,
        _ settlement: Settlement,
        _ transaction: borrowing Transaction
    ) throws -> Intent {
        guard let kind = kinds[intent.kind] else { throw UnknownKind(name: intent.kind) }
        var ended = intent
        switch verdict {
        case .charged(let receipt):
            let answer = try kind.finish(settlement, receipt, transaction)
            ended.settle(as: .done, answer, transfer: receipt.transfer, at: settlement.now)
        case .refused(let refusal):
            try kind.giveBack(settlement, refusal, transaction)
            let body = refusal.body(instance: intent.requestID)
            let answer = Intent.Answer(status: refusal.status, body: body)
            ended.settle(as: .refused, answer, at: settlement.now)
        case .unknown: break
        }
        return ended
    }

    /// An intent of the store is of a kind that this version does not have.
    private struct UnknownKind: Error {
        let name: String
    }

    // MARK: What stays pending

    /// Counts an attempt that settled nothing.
    private func note(_ doubt: ChargeDoubt, of intent: Intent) async -> Intent {
        logger.info(
            "a charge is not settled",
            metadata: ["intent": "\(intent.id)", "reason": "\(doubt.reason)"]
        )
        guard doubt.wasSent else { return intent }
        let alarm = Intent.Alarm(status: doubt.status, reason: doubt.reason, at: now())
        return await note(doubt.isAlarming ? alarm : nil, of: intent)
    }

    /// Notes that the third step failed, which is tried again.
    private func fail(_ intent: Intent, _ error: any Error) async -> Intent {
        if let error = error as? StorageError, error.mayPass {
            logger.warning(
                "a charged intent waits for the store",
                metadata: ["intent": "\(intent.id)", "error": "\(error)"]
            )
            return intent
        }
        let reason = "the third step failed: \(type(of: error))"
        logger.error(
            "a charged intent cannot be settled",
            metadata: ["intent": "\(intent.id)", "error": "\(error)"]
        )
        return await note(Intent.Alarm(status: nil, reason: reason, at: now()), of: intent)
    }

    private func note(_ alarm: Intent.Alarm?, of intent: Intent) async -> Intent {
        if let alarm { raise(alarm, of: intent) }
        do {
            return try await store.write { transaction in
                try transaction.note(attempt: alarm, of: intent)
                return try transaction.reads.intent(intent.id, of: intent.member) ?? intent
            }
        } catch {
            // Lost is the count of this attempt; the next one counts again.
            logger.warning("an attempt is not noted", metadata: ["error": "\(error)"])
            return intent
        }
    }

    private func raise(_ alarm: Intent.Alarm, of intent: Intent) {
        metrics.countAlarm(of: intent)
        let isNews = intent.alarm?.status != alarm.status || intent.alarm?.reason != alarm.reason
        logger.log(
            level: isNews ? .error : .debug,
            "an intent needs a person",
            metadata: [
                "intent": "\(intent.id)", "kind": "\(intent.kind)",
                "status": "\(alarm.status.map { "\($0)" } ?? "none")",
                "reason": "\(alarm.reason)",
            ]
        )
    }
}

extension StorageError {
    /// Whether the same command may succeed later as it is.
    fileprivate var mayPass: Bool {
        switch self {
        case .fault: false
        default: true
        }
    }
}
