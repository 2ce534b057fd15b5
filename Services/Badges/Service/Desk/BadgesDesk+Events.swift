import BadgesDomain
import Primitives
import ServiceHost
import Storage

/// What became of an event.
struct EventResult: Sendable {
    let id: EventID
    /// Whether it was known already, so that nothing was done.
    let isReplayed: Bool
}

extension BadgesDesk {
    /// Takes in events, each once, and awards what they bring about.
    ///
    /// - Throws: `KeyReused` where a source has used an id for something else; nothing is done
    ///   then.
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
        for member in order {
            var turn = try turn(of: member, by: section, at: stamp.now, transaction)
            var isNews = false
            for place in places[member] ?? []
            where try take(events[place], &turn, &ids, transaction) {
                results[place] = EventResult(id: events[place].id, isReplayed: false)
                isNews = true
            }
            if isNews || turn.standing.isStored { try end(&turn, &ids, transaction) }
        }
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
        // Its undoing came first: it is kept, and counts for nothing.
        let isUndone = known?.state == .awaited
        try transaction.save(told, as: isUndone ? .undone : .stands)
        if !isUndone {
            try count(told.event, times: 1, &turn, transaction)
            try hearRegistration(told, turn, &ids, transaction)
        }
        if let id = told.undoes { try undo(id, by: told, &turn, transaction) }
        return true
    }

    /// Keeps the day of the first registration, where the host has not named one itself.
    private func hearRegistration(
        _ told: ToldEvent,
        _ turn: Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        guard told.event.type.text == "registration",
            try transaction.reads.fact(.registeredOn, of: told.member) == nil
        else { return }
        let facts = Facts(registeredOn: told.event.day)
        _ = try keep(facts, of: told.member, at: turn.now, &ids, transaction)
    }

    private func undo(
        _ id: EventID,
        by told: ToldEvent,
        _ turn: inout Turn,
        _ transaction: borrowing Transaction
    ) throws {
        guard let undone = try transaction.reads.event(id, of: told.member, from: told.source)
        else {
            _ = try transaction.take(id, from: told.source, for: told.member)
            return try transaction.await(id, of: told)
        }
        guard undone.state == .stands else { return }
        try transaction.markUndone(id, of: told.member, from: told.source)
        try count(undone.event, times: -1, &turn, transaction)
    }
}
