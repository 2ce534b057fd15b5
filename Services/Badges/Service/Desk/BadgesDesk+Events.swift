import BadgesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// What became of an event.
struct EventResult: Sendable {
    let id: EventID
    /// Whether it was known already, so that nothing was done.
    let isReplayed: Bool
}

extension BadgesDesk {
    /// Through how many events that undo one another one may reach, as all of them may change.
    private static let longestChain = 100

    /// Takes in events, each once, and awards what they bring about.
    ///
    /// - Throws: `KeyReused` where a source has used an id for something else, `JSONFault` where
    ///   an undoing reaches too far; nothing is done then.
    func take(
        _ events: [ToldEvent],
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> [EventResult] {
        var results = events.map { EventResult(id: $0.id, isReplayed: true) }
        var order: [MemberID] = []
        var places: [MemberID: [Int]] = [:]
        for (place, event) in events.enumerated() {
            if places[event.member] == nil { order.append(event.member) }
            places[event.member, default: []].append(place)
        }
        var ids = FreshIDs(stamp.id)
        let section = try programme.current(transaction.reads).section
        var tally = DayTally<BadgeNumber>()
        for member in order {
            var turn = try turn(of: member, by: section, at: stamp.now, transaction)
            var isNews = false
            for place in places[member] ?? []
            where try take(events[place], &turn, &ids, transaction) {
                results[place] = EventResult(id: events[place].id, isReplayed: false)
                isNews = true
            }
            if isNews || turn.standing.isStored { try end(&turn, &ids, transaction) }
            tally.add(turn.tally)
        }
        transaction.count(tally)
        return results
    }

    /// Takes in one event.
    ///
    /// - Returns: Whether it was news.
    private func take(
        _ told: ToldEvent,
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        let isFree = try transaction.take(told.id, from: told.source, for: told.member)
        let known =
            isFree
            ? nil : try transaction.reads.event(told.id, of: told.member, from: told.source)
        if let digest = known?.digest {
            guard digest == told.digest else { throw KeyReused() }
            return false
        }
        let (event, stands) = (told.event, try !isUndone(known, told, transaction))
        try transaction.save(told, as: stands ? .stands : .undone)
        turn.tally.add(.events, event.type.text, on: event.day)
        if stands {
            try count(event, times: 1, &turn, transaction)
            try hearRegistration(event, stands: true, turn, &ids, transaction)
        } else {
            turn.tally.add(.undone, event.type.text, on: event.day)
        }
        if let id = told.undoes { try undo(id, by: told, stands, &turn, &ids, transaction) }
        return true
    }

    /// Whether an event counts for nothing as its undoing came first, and stands.
    private func isUndone(
        _ known: KnownEvent?,
        _ told: ToldEvent,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        guard known?.state == .awaited else { return false }
        return try transaction.reads.isUndone(told.id, of: told.member, from: told.source)
    }

    /// Brings up to date what an event undoes, and what that undoes itself: an event stands unless
    /// one that stands undoes it.
    private func undo(
        _ id: EventID,
        by told: ToldEvent,
        _ stands: Bool,
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        var next: (id: EventID, isUndone: Bool?)? = (id, stands ? true : nil)
        // None is looked at twice, so that those that undo one another in a ring come to an end.
        var seen: Set = [told.id]
        while let (id, verdict) = next, seen.insert(id).inserted {
            guard seen.count <= Self.longestChain + 1 else {
                let most = Self.longestChain
                throw JSONFault(at: "events", "\(told.id) reaches through over \(most) undoings")
            }
            guard let known = try transaction.reads.event(id, of: told.member, from: told.source)
            else {
                _ = try transaction.take(id, from: told.source, for: told.member)
                return try transaction.await(id, of: told)
            }
            guard known.state != .awaited else { return }
            let isUndone =
                try verdict
                ?? transaction.reads.isUndone(id, of: told.member, from: told.source)
            guard isUndone == (known.state == .stands) else { return }
            let state = isUndone ? KnownEvent.State.undone : .stands
            try transaction.mark(id, of: told.member, from: told.source, as: state)
            let (event, times) = (known.event, isUndone ? -1 as Int64 : 1)
            try count(event, times: times, &turn, transaction)
            turn.tally.add(.undone, event.type.text, of: -times, on: event.day)
            try hearRegistration(event, stands: !isUndone, turn, &ids, transaction)
            next = known.undoes.map { ($0, isUndone ? nil : true) }
        }
    }

    /// Keeps the day of a registration that stands, where the host has not named one itself, and
    /// takes that of one that does not away.
    private func hearRegistration(
        _ event: MemberEvent,
        stands: Bool,
        _ turn: Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        guard event.type.text == "registration" else { return }
        let known = try transaction.reads.fact(.registeredOn, of: turn.member)?.value ?? .null
        guard known == (stands ? .null : .string(event.day.description)) else { return }
        let first = stands ? event.day : try transaction.reads.firstRegistration(of: turn.member)
        let facts = Facts(registeredOn: first)
        _ = try keep(facts, of: turn.member, at: turn.now, &ids, transaction)
    }
}
