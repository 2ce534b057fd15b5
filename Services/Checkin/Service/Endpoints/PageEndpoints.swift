import Access
import CheckinDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// One answer that draws the whole page of a member's check-ins.
struct PageEndpoints: Sendable {
    let store: Store
    let desk: CheckinDesk
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/members/{member}/streak",
                for: .roles([.member, .service, .operator, .viewer]),
                query: ["month"]
            ) { try page($0) }
        ]
    }

    private func page(_ exchange: borrowing Exchange) throws -> Reply {
        let id = try exchange.member()
        let month = try Self.month(exchange.query("month"))
        let caller = try exchange.caller
        let now = now()
        return try store.read { reads in
            let (rules, _) = try desk.rules(reads)
            var member = try desk.member(id, at: now, rules, with: .ofMonth(and: nil), reads)
            try desk.loadGrants(&member, id, at: now, rules, reads)
            // What a token says of its zone is seen here as a write would store it.
            desk.hear(caller, &member, at: now, rules)
            member.settle(to: now, rules)
            let shown = month ?? member.today.month
            let page = member.page(
                of: shown,
                days: try reads.days(of: id, from: shown.firstDay, through: shown.lastDay),
                at: now,
                try reads.facts(of: id, caller),
                rules
            )
            let earned =
                page.isChecked
                ? try reads.reply(to: .checkIn(of: id, on: page.today, at: now)) : nil
            return .json { writer in
                writer.member("member", id.text)
                writer.member("asOf", now.description)
                page.write(to: &writer, earned: earned.flatMap(Self.award))
            }
        }
    }

    private static func month(_ text: String?) throws(JSONFault) -> CalendarMonth? {
        guard let text else { return nil }
        guard let month = CalendarMonth(text) else {
            throw JSONFault(at: "month", "must be a month such as 2026-03")
        }
        return month
    }

    /// What the check-in of a stored reply has earned.
    private static func award(of reply: KeyedReply) -> JSON? {
        // Lost is why the body is no JSON, which this service has not written then.
        (try? JSONParser.parse(reply.body))?["award"]
    }
}

extension StreakPage {
    /// Writes the page's members; `earned` is what today's check-in has earned, where it was made.
    func write(to writer: inout JSONWriter, earned: JSON?) {
        writeToday(to: &writer, earned: earned)
        writer.name("tomorrow")
        writer.object { writer in
            writer.name("award")
            writer.object { tomorrowAward.write(to: &$0) }
        }
        writer.name("streak")
        writer.object { streak.write(to: &$0) }
        writer.member("monthDays", monthDays)
        if let next {
            writer.name("nextMilestone")
            writer.object { writer in
                writer.member("at", next.reach)
                writer.member("missing", next.missing)
                writer.name("parts")
                writer.array(next.parts) { writer, part in
                    writer.object { part.write(to: &$0) }
                }
            }
        }
        writeMeans(to: &writer)
        writer.name("calendar")
        writer.array(calendar) { writer, entry in
            writer.object { writer in
                writer.member("day", entry.day.description)
                writer.member("state", entry.mark.name)
                if entry.isRepairable { writer.member("isRepairable", true) }
                if entry.isUnderRepair { writer.member("isUnderRepair", true) }
            }
        }
    }

    private func writeToday(to writer: inout JSONWriter, earned: JSON?) {
        writer.member("zone", zone.name)
        if let waiting {
            writer.name("nextZone")
            writer.object { writer in
                writer.member("zone", waiting.zone.name)
                writer.member("from", waiting.at.description)
            }
        }
        writer.name("today")
        writer.object { writer in
            writer.member("day", today.description)
            writer.member("isChecked", isChecked)
            writer.member("endsAt", endsAt.description)
            if let earned {
                writer.member("award", earned)
            } else if let todayAward {
                writer.name("award")
                writer.object { todayAward.write(to: &$0) }
            }
            if let ifMissed {
                writer.name("ifMissed")
                writer.object { ifMissed.write(to: &$0) }
            }
        }
    }

    private func writeMeans(to writer: inout JSONWriter) {
        if let freezes {
            writer.name("freezes")
            writer.object { writer in
                writer.member("held", freezes.held)
                writer.member("most", freezes.most)
                writer.member("room", freezes.room)
                if let price = freezes.price { writer.member("price", price.json) }
            }
        }
        if let makeUps {
            writer.name("makeUps")
            writer.object { writer in
                writer.member("left", makeUps.left)
                writer.member("costs", .array(makeUps.costs.map(\.json)))
                writer.member("first", makeUps.first.description)
                writer.member("resetsAt", makeUps.resetsAt.description)
            }
        }
        if let pausesLeft { writer.member("pausesLeft", pausesLeft) }
        writer.name("pauses")
        writer.array(pauses) { writer, span in
            writer.object { writer in
                writer.member("from", span.lowerBound.description)
                writer.member("to", span.upperBound.description)
            }
        }
    }
}

extension StreakPage.Loss {
    /// Writes what becomes of the streak where today is missed.
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .nothing: writer.member("streak", "kept")
        case .lost: writer.member("streak", "lost")
        case .frozen(let left):
            writer.member("streak", "frozen")
            writer.member("freezesLeft", left)
        case .decays(let value):
            writer.member("streak", "decays")
            writer.member("to", value)
        }
    }
}
