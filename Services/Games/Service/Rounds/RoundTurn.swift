import GamesClient
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Storage

/// What a member does in a round that was dealt: turns a card, or ends it.
struct RoundTurn: Sendable {
    /// What came of it; a refusal is a value, so that what was settled on the way stays stored.
    enum Outcome: Sendable {
        case answered(KeyedReply)
        /// It ends when it is known whether a flip was paid.
        case closing
        case refused(Problem)
    }

    let desk: GamesDesk
    let id: TimeOrderedID
    let member: MemberID
    let stamp: Stamp

    /// Turns a card; a repeat is answered as the first was.
    func flip(_ position: Int64, _ transaction: borrowing Transaction) throws -> Outcome {
        let key = try key("rounds/flips", "\(id):\(position)")
        if let known = try transaction.reads.reply(to: key) { return .answered(known) }
        var (row, now) = try current(transaction)
        let before = row.round
        let card: TurnedCard
        do throws(FlipRefusal) {
            card = try row.round.flip(position, at: now)
        } catch {
            return .refused(Problem(error))
        }
        if row.round != before { try transaction.save(row) }
        let answer = try desk.answer(row, at: now, transaction.reads)
        return .answered(
            try transaction.once(key) { _ in
                KeyedReply(status: 201, body: Reply.json { answer.write(card, to: &$0) }.body)
            }
        )
    }

    /// Ends the round, and shows all of it; one that has ended is shown as it is.
    func finish(_ transaction: borrowing Transaction) throws -> Outcome {
        let key = try key("rounds/finish", id.description)
        if let known = try transaction.reads.reply(to: key) { return .answered(known) }
        guard var row = try transaction.reads.round(id, of: member) else { throw RoundRow.missing }
        var ids = FreshIDs(stamp.id)
        if row.ending == nil {
            row.round.close()
            try transaction.save(row)
            row = try desk.current(row, at: stamp.now, &ids, transaction).row
            guard row.ending != nil else { return .closing }
        }
        let answer = try desk.answer(row, at: stamp.now, transaction.reads)
        return .answered(
            try transaction.once(key) { _ in
                KeyedReply(status: 201, body: Reply.json { answer.write(to: &$0) }.body)
            }
        )
    }

    /// Settles the round if it is due, and shows it.
    func look(_ transaction: borrowing Transaction) throws -> RoundAnswer {
        let (row, now) = try current(transaction)
        return try desk.answer(row, at: now, transaction.reads)
    }

    private func current(
        _ transaction: borrowing Transaction
    ) throws -> (row: RoundRow, now: Instant) {
        guard let row = try transaction.reads.round(id, of: member) else { throw RoundRow.missing }
        var ids = FreshIDs(stamp.id)
        return try desk.current(row, at: stamp.now, &ids, transaction)
    }

    /// The target is the key, whoever asks and whatever else is asked.
    private func key(_ route: String, _ target: String) throws -> ReplyKey {
        guard let key = IdempotencyKey(target) else {
            throw StorageError.fault("a round's id is no key")
        }
        return ReplyKey(
            caller: "member:\(member.text)",
            route: route,
            key: key,
            digest: [],
            now: stamp.now
        )
    }
}

extension GamesDesk {
    /// A round as its member sees it at an instant, by the rules that it follows.
    func answer(
        _ row: RoundRow,
        at now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> RoundAnswer {
        guard let play = try reads.play(row.id, of: row.member),
            let version = try reads.epoch(row.name.epoch, of: row.game)?.version
        else { throw StorageError.fault("a round has no start") }
        return RoundAnswer(
            row: row,
            clientSeed: play.start.clientSeed,
            entry: try entry(of: row.game, in: version, reads),
            version: version,
            now: now,
            grants: try row.ending.map { try reads.grants($0.grants) } ?? []
        )
    }
}
