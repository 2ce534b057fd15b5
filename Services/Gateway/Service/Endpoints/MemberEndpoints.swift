import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What a member has and what happened to it.
struct MemberEndpoints: Sendable {
    /// How many days of expiry a balance shows at most, the nearest first.
    fileprivate static let largestOutlook = 100

    let store: Store
    let programme: GatewayProgramme
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.member, .service, .operator, .viewer])
        return [
            Endpoint(.get, "/v1/members/{member}/balance", for: callers) { try balance($0) },
            Endpoint(
                .get,
                "/v1/members/{member}/transfers",
                for: callers,
                query: ["limit", "after"]
            ) { try statement($0) },
        ]
    }

    private func balance(_ exchange: borrowing Exchange) throws -> Reply {
        let member = try exchange.member()
        let now = now()
        let (assets, account, asOf) = try store.read { reads in
            let section = try programme.current(reads).section
            guard let opened = try reads.accountWithLots(of: member) else {
                return (section.assets, Account(), now)
            }
            let zone = section.calendar
            let book = try Book.open(opened, .lots, at: now, in: zone, programme, reads).book
            return (section.assets, book.account, book.now)
        }
        return .json { writer in
            writer.member("member", member.text)
            writer.member("asOf", asOf.description)
            writer.name("assets")
            writer.object { writer in
                for asset in assets {
                    writer.name(of: asset.id)
                    writer.object { account[asset.id].write(to: &$0) }
                }
            }
        }
    }

    private func statement(_ exchange: borrowing Exchange) throws -> Reply {
        let member = try exchange.member()
        let limit = try exchange.limit()
        let before = try exchange.place(from: Int64.max, in: 1...Int64.max)
        let asOf = now()
        let records = try store.read { reads -> [TransferRecord] in
            let zone = try programme.current(reads).section.calendar
            guard let opened = try reads.account(of: member) else { return [] }
            // What is due is shown as it will be stored.
            let due = try Book.open(opened, .balances, at: asOf, in: zone, programme, reads).due
                .compactMap(\.record).reversed()
                .filter { $0.entry.map { $0 < before } ?? false }.prefix(limit + 1)
            return try due
                + reads.statement(
                    of: opened.number,
                    before: before,
                    limit: limit + 1 - due.count
                )
        }
        return .json { writer in
            writer.name("items")
            writer.array(records.prefix(limit)) { writer, record in
                TransferReply(record: record, member: member.text).write(transfer: &writer)
            }
            if records.count > limit, let next = records[limit - 1].entry {
                writer.member("next", "\(next)")
            }
        }
    }
}

extension Holding {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("available", balance.available.value)
        writer.member("pending", balance.pending.value)
        writer.member("held", balance.held.value)
        writer.member("earnedTotal", balance.earnedTotal.value)
        writer.member("spentTotal", balance.spentTotal.value)
        writer.name("expiring")
        writer.array(lots.outlook.prefix(MemberEndpoints.largestOutlook)) { writer, lot in
            writer.object { writer in
                writer.member("on", lot.day.description)
                writer.member("amount", lot.amount)
            }
        }
    }
}

extension Lots {
    /// What ends, by its last day, the nearest first.
    fileprivate var outlook: [(day: CalendarDay, amount: Int64)] {
        var days: [(day: CalendarDay, amount: Int64)] = []
        for lot in all {
            guard let day = lot.key.lastDay, lot.available > 0 else { continue }
            if days.last?.day == day {
                days[days.count - 1].amount += lot.available
            } else {
                days.append((day, lot.available))
            }
        }
        return days
    }
}
