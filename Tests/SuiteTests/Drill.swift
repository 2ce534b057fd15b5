import Foundation
import TestSupport

/// Puts gateways under load, ends them in the middle of it, and compares what the next one has
/// with what the clients were told.
struct Drill: Sendable {
    /// What one client did until the answers ended.
    struct Trace: Sendable {
        var answered: [Sending] = []
        /// What it had sent when no answer came.
        var open: Sending?
        /// The status of an answer that settled nothing, if there was one.
        var status: Int?
    }

    static let clients = 24

    let stage: Stage
    let seed: UInt64
    let journal = Journal()

    /// Lets all clients send until the gateway answers no more.
    ///
    /// - Parameters:
    ///   - gateway: The gateway.
    ///   - cycle: The number of the load, which names its operations.
    ///   - ending: Ends the gateway at its moment.
    /// - Returns: What each client did.
    func load(
        _ gateway: Gateway,
        cycle: Int,
        ending: @escaping @Sendable () async -> Void
    ) async -> [Trace] {
        await withTaskGroup(of: Trace?.self) { group in
            for number in 0..<Self.clients {
                group.addTask {
                    await run(LoadClient(number: number, cycle: cycle, seed: seed), on: gateway)
                }
            }
            group.addTask {
                await ending()
                return nil
            }
            return await group.reduce(into: []) { traces, trace in
                if let trace { traces.append(trace) }
            }
        }
    }

    private func run(_ client: LoadClient, on gateway: Gateway) async -> Trace {
        var client = client
        var trace = Trace()
        while true {
            let sending = client.next()
            journal.note(sending: sending.operations)
            do {
                try await send(sending, to: gateway)
                trace.answered.append(sending)
            } catch {
                trace.open = sending
                trace.status = (error as? Gateway.Unsettled)?.status
                return trace
            }
        }
    }

    private func send(_ sending: Sending, to gateway: Gateway) async throws {
        let replies = try await gateway.send(sending)
        for (operation, reply) in zip(sending.operations, replies) {
            journal.note(reply, to: operation.key)
        }
    }

    /// Compares what a gateway has on a store with what the clients of the one before were told.
    ///
    /// - Returns: The keys of operations that were carried out but never answered.
    func inspect(_ gateway: Gateway, after traces: [Trace]) async throws -> [String] {
        journal.noteRestart()
        let unanswered = try await withThrowingTaskGroup(of: [String].self) { group in
            for trace in traces {
                group.addTask {
                    for sending in trace.answered { try await send(sending, to: gateway) }
                    guard let open = trace.open else { return [] }
                    return try await lookUp(open, on: gateway)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        journal.noteRestart()
        let movements = journal.movements
        for member in LoadClient.members {
            let expected = movements[member, default: []].reduce(0) { $0 + $1.effect }
            let found = try await gateway.balance(of: member)
            if found != expected {
                journal.note(.balance(member: member, expected: expected, found: found))
            }
        }
        return unanswered
    }

    /// Looks up what was sent last; of its own keys all must be there, or none.
    private func lookUp(_ sending: Sending, on gateway: Gateway) async throws -> [String] {
        var there: Set<String> = []
        var absent: Set<String> = []
        for operation in sending.operations {
            // Another client may have been answered under a shared key, this one under an old key.
            let isOwn = !operation.key.hasPrefix("shared") && !journal.isSettled(operation.key)
            let found = try await gateway.lookUp(operation.key)
            if isOwn, found != nil { there.insert(operation.key) }
            if isOwn, found == nil { absent.insert(operation.key) }
            journal.note(found: found, under: operation.key)
        }
        absent.subtract(there)
        if let key = absent.first, !there.isEmpty { journal.note(.torn(key: key)) }
        return Array(there)
    }

    /// Compares each member's whole statement with all that was ever carried out.
    func inspectStatements(_ gateway: Gateway) async throws {
        let movements = journal.movements
        for member in LoadClient.members {
            let expected = movements[member, default: []].map(\.key).sorted()
            let found = try await gateway.statement(of: member).sorted()
            if found != expected { journal.note(.statement(member: member)) }
        }
    }
}
