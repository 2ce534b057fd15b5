import Calls
import Primitives
import Storage
import Wire

/// Carries batches to one neighbour and settles their rows by its answers.
struct Courier: Sendable {
    /// How long a neighbour is left alone at most because it asks so.
    private static let longestAskedPause = Duration.seconds(3600)

    let lane: Lane
    let neighbour: Neighbour
    let shelf: any Shelf
    let limits: RelayLimits
    let counts: LaneCounts
    let diary: LaneDiary

    /// Sends a batch, and commits what became of its rows.
    func deliver(_ batch: LaneBatch) async -> Landing {
        guard let delivery = lane.deliveries.first(where: { $0.kind == batch.kind }) else {
            return .later(after: limits.pause.longest, isBusy: false)
        }
        let answer: Answer
        do throws(CallFailure) {
            answer = try await neighbour.send(
                .post,
                delivery.path,
                body: delivery.write(batch.rows),
                timeout: limits.timeout
            )
        } catch {
            return landing(of: error)
        }
        if let outcomes = Self.outcomes(in: answer, of: batch, delivery) {
            return await settle(batch, outcomes)
        }
        return landing(of: answer, to: batch, isAlone: delivery.largestBatch == 1)
    }

    /// Parks a row that stands alone, as one of which nobody knows whether it was applied.
    func park(_ parking: LanePlan.Parking) async -> Landing {
        let outcomes = parking.batch.rows.map { _ in RowOutcome.unknown(parking.reason) }
        return switch await settle(parking.batch, outcomes) {
        case .settled(let parkedAlong): .parked(parkedAlong: parkedAlong)
        case let landing: landing
        }
    }

    private func settle(_ batch: LaneBatch, _ outcomes: [RowOutcome]) async -> Landing {
        do {
            let parkedAlong = try await shelf.settle(
                outcomes,
                of: batch.rows,
                attempts: Int64(batch.failures) + 1
            )
            counts.count(outcomes)
            diary.note(outcomes, of: batch.rows, parkedAlong)
            return .settled(parkedAlong: parkedAlong)
        } catch {
            // What was answered is answered again for the same keys.
            diary.note(unsettled: error)
            return .later(after: .zero, isBusy: false)
        }
    }

    private static func outcomes(
        in answer: Answer,
        of batch: LaneBatch,
        _ delivery: Delivery
    ) -> [RowOutcome]? {
        guard (200..<300).contains(answer.status) || answer.status == 409,
            let outcomes = delivery.read(answer, batch.rows), outcomes.count == batch.rows.count
        else { return nil }
        return outcomes
    }

    /// What a failed call means for a batch.
    private func landing(of failure: CallFailure) -> Landing {
        diary.note(failure: "\(failure)")
        switch failure {
        case .timedOut: return .hung(reason: ["detail": "there was no answer in time"])
        case .circuitOpen(let rest): return .later(after: rest, isBusy: false)
        case .answerTooLarge(let limit):
            return .broke(reason: ["detail": .string("the answer had more than \(limit) bytes")])
        default: return .later(after: .zero, isBusy: false)
        }
    }

    /// What an answer that settles no row means for a batch.
    private func landing(of answer: Answer, to batch: LaneBatch, isAlone: Bool) -> Landing {
        let json = answer.json
        let reason = Self.reason(answer.status, json)
        // 404 with an index: one operation of the batch names a thing that is not there.
        let namesOne = answer.status == 404 && json["index"]?.integer != nil
        if namesOne || [400, 413, 422].contains(answer.status) { return .faulty(reason: reason) }
        diary.note(answer: answer.status, reason)
        let asked = min(answer.askedPause, Self.longestAskedPause)
        switch answer.status {
        case 401, 403: return .denied
        case 408, 429, 502, 503, 504:
            return .later(after: asked, isBusy: answer.status >= 503)
        // A neighbour without a programme knows nothing yet; who does not speak as the suite does
        // is not the neighbour.
        case 404 where !isAlone || !Self.isProblem(json):
            return .later(after: asked, isBusy: false)
        // A request under the same key is still under way.
        case 409: return .later(after: asked, isBusy: false)
        default: return .broke(reason: reason)
        }
    }

    /// Whether an answer is a problem as the suite's services write them.
    private static func isProblem(_ json: JSON) -> Bool {
        json["type"]?.text?.hasPrefix("/problems/") ?? false
    }

    /// What an operator is shown: the neighbour's problem, or what can be said without one.
    private static func reason(_ status: Int, _ json: JSON) -> JSON {
        if case .object = json, json["type"] != nil { return json }
        return [
            "status": .integer(Int64(status)),
            "detail": "the answer is not one that settles anything",
        ]
    }
}
