import Calls
import Primitives
import Wire

/// The test clock of the whole suite: moves the services' clocks together.
///
/// A service does what is due one after the other, its clock standing at each instant. So that
/// what one service does reaches the others at the instant at which it happened, all stop at each
/// instant at which something is due at any of them, until nobody owes a neighbour anything.
package struct SuiteClock: Sendable {
    /// Where one service's clock stands.
    package struct Reading: Sendable {
        /// The service.
        package let member: SuiteMember
        /// Its instant.
        package let now: Instant
        /// When something is due next, if anything is.
        package let nextDue: Instant?
        /// How many messages the service still has to deliver to its neighbours.
        package let owed: Int64
    }

    /// How often something may be tried that should have gone on meanwhile.
    private static let patience = 200
    /// How long the first pause is, which most messages are through in, and how long the longest.
    private static let pauseMs: ClosedRange<Int64> = 2...100

    private let client: SuiteClient
    private let members: [SuiteMember]
    private let hear: @Sendable (Instant) -> Void
    private let pause: @Sendable (Duration) async throws -> Void

    /// Moves the clocks of services.
    ///
    /// - Parameters:
    ///   - client: Calls the services.
    ///   - members: The services, all that run.
    ///   - hear: Gets each instant at which the clocks have stopped.
    ///   - pause: Waits so long for messages on their way; usually sleeps.
    package init(
        _ client: SuiteClient,
        of members: [SuiteMember],
        hear: @escaping @Sendable (Instant) -> Void = { _ in },
        pause: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) {
        self.client = client
        self.members = members
        self.hear = hear
        self.pause = pause
    }

    /// Where the services' clocks stand, in the order of the services.
    ///
    /// - Throws: `CommandFault` where a service does not answer or has no test clock.
    package func readings() async throws -> [Reading] {
        var readings: [Reading] = []
        for member in members { readings.append(try await reading(of: member)) }
        return readings
    }

    /// Moves all clocks to an instant and runs what is due on the way; the same again goes on
    /// where a move was broken off.
    ///
    /// Back it goes in a new suite only, before its first transfer.
    ///
    /// - Returns: Where all clocks stand: at the target, or where it lay in the past at the
    ///   latest of them.
    /// - Throws: `CommandFault` where a service does not answer or has no test clock, or where
    ///   the run does not end; the clocks stand where they got to.
    package func move(to target: Instant) async throws -> Instant {
        var last: Instant?
        var stays = 0
        while true {
            let readings = try await settled()
            let due = readings.compactMap(\.nextDue).filter { $0 <= target }.min()
            if due == nil, readings.allSatisfy({ $0.now == target }) { return target }
            let stop = due ?? target
            stays = stop == last ? stays + 1 : 0
            last = stop
            guard stays < Self.patience else {
                throw CommandFault("what is due at \(stop) does not come to an end")
            }
            for reading in readings {
                // On the way nobody goes back; the target may lie before all that is due.
                let instant = due == nil ? stop : max(stop, reading.now)
                guard try await run(reading.member, to: instant) else {
                    return try await move(to: try await latest(after: target))
                }
            }
            hear(stop)
        }
    }

    /// Where the clock stands that stands latest, when one has refused to go back.
    private func latest(after target: Instant) async throws -> Instant {
        let latest = try await readings().map(\.now).max()
        guard let latest, latest > target else {
            throw CommandFault("a clock refuses \(target), which is not in its past")
        }
        return latest
    }

    /// Waits until nobody owes a neighbour anything.
    ///
    /// - Returns: Where the services' clocks stand then.
    /// - Throws: `CommandFault` where a service does not answer or has no test clock, or where
    ///   what is owed does not get less.
    package func settled() async throws -> [Reading] {
        var least = Int64.max
        var waits = 0
        var pauseMs = Self.pauseMs.lowerBound
        while true {
            let readings = try await readings()
            let owed = readings.map(\.owed).max() ?? 0
            if owed == 0 { return readings }
            waits = owed < least ? 0 : waits + 1
            least = min(least, owed)
            guard waits < Self.patience else {
                let names = readings.filter { $0.owed > 0 }.map(\.member.name)
                throw CommandFault(
                    "\(names.joined(separator: ", ")) cannot deliver \(owed) messages"
                )
            }
            try await pause(.milliseconds(pauseMs))
            pauseMs = min(pauseMs * 2, Self.pauseMs.upperBound)
        }
    }

    /// Runs one service up to an instant; false where its clock stands later already.
    private func run(_ member: SuiteMember, to instant: Instant) async throws -> Bool {
        let body: JSON = ["now": .string(instant.description), "run": true]
        // A run that is longer than a request may be keeps its progress.
        for _ in 0..<Self.patience {
            let (status, json) = try await client.send(
                .put,
                "/v1/clock",
                to: member,
                body: JSONWriter.bytes(of: body)
            )
            switch status {
            case 200: return true
            case 409 where json["type"]?.text == "/problems/clock-behind": return false
            case 503: continue
            default: throw Self.refusal(status, json, by: member)
            }
        }
        throw CommandFault("\(member.name) does not come to the end of what is due at \(instant)")
    }

    private func reading(of member: SuiteMember) async throws -> Reading {
        let (status, json) = try await client.send(.get, "/v1/clock", to: member)
        guard status == 200 else { throw Self.refusal(status, json, by: member) }
        guard let now = json["now"]?.text.flatMap({ Instant($0) }) else {
            throw CommandFault("\(member.name) does not say where its clock stands")
        }
        return Reading(
            member: member,
            now: now,
            nextDue: json["nextDue"]?.text.flatMap { Instant($0) },
            owed: json["owed"]?.integer ?? 0
        )
    }

    private static func refusal(
        _ status: Int,
        _ json: JSON,
        by member: SuiteMember
    ) -> CommandFault {
        if status == 404 {
            return CommandFault(
                "\(member.name) has no test clock; start the suite with `jifen up --test-clock`"
            )
        }
        return .refusal(by: member, status, json)
    }
}
