import CheckinDomain
import Outbox
import Primitives
import Wire

extension OutboxMessage.Cause {
    /// For the check-in of a day.
    static func checkIn(_ day: CalendarDay) -> Self {
        Self("check-in \(day)", reference: "checkin:\(day)")
    }

    /// For making up a day.
    static func makeUp(_ day: CalendarDay, _ id: TimeOrderedID) -> Self {
        Self("check-in made up \(day)", reference: "makeup:\(id)")
    }
}

extension OutboxMessage {
    /// The reversal of an earlier credit that this service owed.
    static func reversal(
        of credit: TimeOrderedID,
        about member: MemberID,
        reason: String,
        at now: Instant,
        _ id: TimeOrderedID
    ) -> OutboxMessage {
        OutboxMessage(
            id,
            to: "gateway",
            by: .operations,
            about: member,
            needing: Need(credit, namedAs: "ofKey"),
            owedAt: now
        ) { writer in
            writer.member("type", "reversal")
            writer.member("reason", reason)
        }
    }

    /// The reversal of a charge, whose key is its intent's id.
    static func refund(
        of charge: TimeOrderedID,
        about member: MemberID,
        reason: String,
        at now: Instant,
        _ id: TimeOrderedID
    ) -> OutboxMessage {
        OutboxMessage(id, to: "gateway", by: .operations, about: member, owedAt: now) { writer in
            writer.member("type", "reversal")
            writer.member("ofKey", charge.description)
            writer.member("reason", reason)
        }
    }

    /// What badges is told.
    static func event(
        _ event: CheckinEvent,
        about member: MemberID,
        _ id: TimeOrderedID
    ) -> OutboxMessage {
        let (type, reference) = event.kind.wire
        // A make-up's event bears the make-up's id, by which its undoing names it.
        return OutboxMessage(
            event.kind.ownID ?? id,
            to: "badges",
            by: .events,
            about: member,
            owedAt: event.at
        ) { writer in
            writer.member("source", "checkin")
            writer.member("type", type)
            writer.member("member", member.text)
            writer.member("occurredAt", event.at.description)
            writer.member("day", event.day.description)
            writer.name("attributes")
            writer.object { $0.member("streak", event.streak) }
            writer.member("undoes", ifPresent: reference)
        }
    }
}

extension CheckinEvent.Kind {
    /// The event's type, and the id of the event that it undoes.
    fileprivate var wire: (type: String, undoes: String?) {
        switch self {
        case .checkedIn: ("checkin.done", nil)
        case .madeUp: ("checkin.madeUp", nil)
        case .makeUpReversed(let id): ("checkin.makeUpReversed", id.description)
        case .frozen: ("checkin.frozen", nil)
        case .streakLost: ("checkin.streakLost", nil)
        }
    }

    /// The id that an event bears whatever command tells it; nil where that is a fresh one.
    fileprivate var ownID: TimeOrderedID? {
        if case .madeUp(let id) = self { id } else { nil }
    }
}
