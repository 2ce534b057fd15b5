import Access
import CheckinDomain
import CoreMetrics
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Daily check-ins: one for each member and day, whatever is tapped, retried or raced.
struct CheckInEndpoints: Sendable {
    let store: Store
    let desk: CheckinDesk
    let stamps: Stamps
    let count: any CounterHandler

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/checkins",
                for: .roles([.member, .service, .operator]),
                query: ["dryRun"]
            ) { try await checkIn($0) }
        ]
    }

    private func checkIn(_ exchange: borrowing Exchange) async throws -> Reply {
        let stamp = try stamps.stamp(exchange)
        let request = try CheckInRequest(try exchange.optionalJSON(), of: stamp.caller)
        let isRehearsal = try exchange.queryFlag("dryRun")
        if isRehearsal {
            return try store.read { reads in
                let decision = try CheckInWork(desk, request, stamp).decide(reads)
                return Reply.json { decision.write(to: &$0, id: nil) }
            }
        }
        let reply = try await store.write(deadline: exchange.deadline) { [desk] transaction in
            Reply(try CheckInWork(desk, request, stamp).checkIn(transaction))
        }
        if !reply.isReplayed { count.increment(by: 1) }
        return reply
    }
}

/// Who is checked in, and for which day.
struct CheckInRequest: Sendable {
    let member: MemberID
    /// The day that the caller takes for today, or nil where it does not say.
    let day: CalendarDay?

    init(_ json: JSON, of caller: Caller) throws {
        var reader = try ObjectReader(json)
        day = try reader.optionalDay("day")
        if caller.role == .member {
            guard let own = MemberID(caller.subject) else {
                throw Problem(.forbidden, "the token names no member")
            }
            let named: MemberID? = try reader.optionalIdentifier("member")
            guard named == nil || named == own else {
                throw Problem(.forbidden, "a member checks in for itself")
            }
            member = own
        } else {
            member = try reader.identifier("member")
        }
        try reader.finish()
    }
}
