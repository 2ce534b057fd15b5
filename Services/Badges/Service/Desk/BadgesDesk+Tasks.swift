import BadgesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

extension BadgesDesk {
    /// Rewards the tasks that are done and need no claim; one that is rewarded may unlock another.
    func rewardTasks(
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        var periods = turn.section.definitions.periods(of: turn.changed)
        // Tasks stand behind those that they ask for, so one pass unlocks all.
        var done = turn.touched
        for (place, entry) in turn.section.tasks.enumerated() where !entry.task.isClaimed {
            if !entry.task.after.union([entry.task.id]).isDisjoint(with: done),
                let period = entry.task.period(on: turn.today)
            {
                periods[place, default: []].insert(period)
            }
            for period in (periods[place] ?? []).sorted()
            where entry.task.isRewarded(period, on: turn.today) {
                let standing = try TaskStanding(
                    entry,
                    period,
                    by: turn.counters,
                    transaction.reads
                )
                guard standing.isEarned, standing.rewardedAt == nil else { continue }
                try reward(standing, &turn, &ids, transaction)
                done.insert(entry.task.id)
            }
        }
    }

    /// Rewards a task in one period, once.
    func reward(
        _ standing: TaskStanding,
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        let isNews = try hand(
            out: standing.task.reward,
            for: standing.entry.title,
            standing.cause,
            to: turn.member,
            at: turn.now,
            &ids,
            transaction
        )
        guard isNews else { return }
        turn.tally.add(.done, standing.task.id.text, on: turn.today)
        turn.tally.add(standing.task.reward, on: turn.today)
    }

    /// Takes the reward of a task that is done.
    ///
    /// - Throws: A `Problem` where there is no such task or its reward cannot be taken.
    func claim(
        _ id: TaskID,
        in period: CalendarDay?,
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> TaskStanding {
        let (entry, period) = try place(of: id, period, turn)
        let standing = try TaskStanding(entry, period, by: turn.counters, transaction.reads)
        if let at = standing.rewardedAt {
            throw Problem(
                .limitReached,
                "the task is rewarded once in each period",
                members: [.init("limit", 1), .init("rewardedAt", .string(at.description))]
            )
        }
        guard entry.task.isRewarded(period, on: turn.today) else {
            let last = entry.task.days(of: period)?.upperBound.adding(entry.task.claimDays)
            throw Problem(
                .notOpen,
                "the time to claim the task is over, or has not begun",
                members: [.init("lastDay", last.map { .string($0.description) } ?? .null)]
            )
        }
        guard standing.isEarned else {
            throw Problem(
                .notEligible,
                "the task is not done",
                members: [
                    .init("state", .string(standing.state)),
                    .init("stepsDone", .integer(standing.stepsDone)),
                    .init("steps", .integer(Int64(entry.task.steps.count))),
                    .init("missing", .array(standing.missing.map { .string($0.text) })),
                ]
            )
        }
        try reward(standing, &turn, &ids, transaction)
        turn.tally.add(.claimed, id.text, on: turn.today)
        return standing
    }

    /// Takes up a task in the period that it is.
    ///
    /// - Throws: A `Problem` where there is no such task or it cannot be done now.
    func takeUp(
        _ id: TaskID,
        _ turn: inout Turn,
        _ transaction: borrowing Transaction
    ) throws -> TaskStanding {
        let (entry, period) = try place(of: id, nil, turn)
        guard entry.task.isTakenUp else {
            throw Problem(.takeUpNotNeeded, "what is done for \(id) counts without it")
        }
        if try transaction.takeUp(id, period, for: turn.member, at: turn.now) {
            turn.tally.add(.takenUp, id.text, on: turn.today)
        }
        return try TaskStanding(entry, period, by: turn.counters, transaction.reads)
    }

    private func place(
        of id: TaskID,
        _ named: CalendarDay?,
        _ turn: Turn
    ) throws -> (TaskEntry, Int64) {
        guard let entry = turn.section.task(id) else {
            throw Problem(.notFound, "there is no task \(id)")
        }
        guard let period = entry.task.period(on: named ?? turn.today) else {
            throw Problem(.notOpen, "the task cannot be done on this day")
        }
        return (entry, period)
    }
}
