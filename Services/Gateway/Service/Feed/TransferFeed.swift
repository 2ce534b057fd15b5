import GatewayDomain
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

/// Tells badges what happened to members' points.
///
/// `points.earned`: they came in and can be spent; what is pending is told when it becomes
/// available. `points.spent`: they were taken. `points.expired`. `points.reversed`: one of these
/// was undone, in part or in whole. Refusals, and what only moves points between a member's own
/// balances, are not told.
struct TransferFeed: Sendable {
    let programme: GatewayProgramme

    var feed: Feed {
        Feed(
            "transfers",
            to: "badges",
            entries: { try entries(after: $0, limit: $1, $2) },
            newest: { reads in
                try reads.first("SELECT COALESCE(MAX(number), 0) FROM transfer") { $0.int(0) } ?? 0
            },
            written: { number, reads in
                try reads.first(
                    "SELECT at FROM transfer WHERE number > ? ORDER BY number LIMIT 1",
                    .int(number)
                ) { Instant(milliseconds: $0.int(0)) }
            }
        )
    }

    private func entries(
        after number: Int64,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> [Feed.Entry] {
        let rows = try reads.told(after: number, limit: limit)
        guard !rows.isEmpty else { return [] }
        let zone = try programme.current(reads).section.calendar
        var entries: [Feed.Entry] = []
        entries.reserveCapacity(rows.count)
        for row in rows {
            let event = try event(of: row, in: zone, reads)
            entries.append(event?.entry(row.number) ?? Feed.Entry(untold: row.number))
        }
        return entries
    }

    /// What is told of a row, or nil where nothing is.
    private func event(
        of row: ToldTransfer,
        in zone: Zone,
        _ reads: borrowing Snapshot
    ) throws -> FeedEvent? {
        guard let member = row.member, let type = row.type else { return nil }
        // What was taken back while it was pending had never been told.
        let amount = row.amount - row.pendingAmount
        guard amount > 0 else { return nil }
        var attributes: [JSON.Member] = [
            .init("asset", .string(row.asset)), .init("amount", .integer(amount)),
        ]
        let reason = row.reason.clipped(toBytes: FeedEvent.largestText)
        if !reason.isEmpty { attributes.append(.init("reason", .string(reason))) }
        if row.isReward { attributes.append(.init("cause", "reward")) }
        return FeedEvent(
            id: row.id.description,
            type: type,
            member: member,
            occurredAt: row.at,
            day: zone.day(of: row.at),
            attributes: attributes,
            undoes: row.kind == .reversal ? try reads.undone(by: row)?.description : nil
        )
    }
}

/// A row of the ledger as far as it is told.
private struct ToldTransfer {
    let number: Int64
    let id: TimeOrderedID
    let account: Int64
    let kind: TransferKind
    let asset: String
    let amount: Int64
    let at: Instant
    let reason: String
    let isReward: Bool
    /// By how much what is pending changes.
    let pendingAmount: Int64
    /// What it reverses, captures or makes available.
    let parent: TimeOrderedID?
    let parentKind: TransferKind?
    let parentAmount: Int64
    /// Its member, or nil where that has been erased.
    let member: String?

    /// What is told of it, or nil where nothing is.
    var type: String? {
        switch kind {
        case .credit, .confirmation: "points.earned"
        case .debit, .capture: "points.spent"
        case .expiry: "points.expired"
        case .reversal: "points.reversed"
        case .refused, .pendingCredit, .hold, .release, .lapse: nil
        }
    }

    init(_ row: borrowing Row) throws {
        guard let kind = TransferKind(rawValue: row.int(3)) else {
            throw StorageError.fault("a transfer has a kind that is none")
        }
        number = row.int(0)
        id = try TimeOrderedID(stored: row.blob(1))
        account = row.int(2)
        self.kind = kind
        asset = row.text(4)
        amount = row.int(5)
        at = Instant(milliseconds: row.int(6))
        // What becomes available by itself was granted for the reason of the pending credit.
        reason = kind == .confirmation ? row.text(13) : row.text(7)
        isReward = row.int(8) != 0 || row.int(12) != 0
        let postings = kind == .reversal ? row.optionalText(9) : nil
        pendingAmount =
            try postings.map {
                Int64(clamping: try [Posting](stored: $0).pending.magnitude)
            } ?? 0
        parent = row.isNull(10) ? nil : try TimeOrderedID(stored: row.blob(10))
        parentKind = row.optionalInt(11).flatMap(TransferKind.init(rawValue:))
        parentAmount = row.optionalInt(14) ?? 0
        member = row.optionalText(15)
    }
}

extension Snapshot {
    /// The next rows of the ledger, each with what is known of the one that it works on.
    fileprivate borrowing func told(after number: Int64, limit: Int) throws -> [ToldTransfer] {
        try all(
            """
            SELECT t.number, t.id, t.account, t.kind, COALESCE(t.asset, ''), t.amount, t.at,
                COALESCE(t.reason, ''), t.is_reward, t.postings, t.parent,
                p.kind, COALESCE(p.is_reward, 0), COALESCE(p.reason, ''), p.amount, a.member
            FROM transfer t LEFT JOIN transfer p ON p.id = t.parent
                LEFT JOIN account a ON a.number = t.account
            WHERE t.number > ? ORDER BY t.number LIMIT ?
            """,
            .int(number),
            .int(Int64(limit)),
            as: ToldTransfer.init
        )
    }

    /// The transfer that was told of and of which a reversal has left nothing, or nil where it has
    /// left something; of several reversals it is the last one's.
    fileprivate borrowing func undone(by row: ToldTransfer) throws -> TimeOrderedID? {
        guard let parent = row.parent, let kind = row.parentKind else { return nil }
        let undone = try first(
            "SELECT undone FROM standing WHERE account = ? AND transfer = ?",
            .int(row.account),
            .blob(parent.bytes)
        ) { $0.int(0) }
        guard let undone, undone >= row.parentAmount,
            try newest(.reversal, of: parent)?.number == row.number
        else { return nil }
        // What was pending was told when it became available.
        return kind == .pendingCredit ? try newest(.confirmation, of: parent)?.id : parent
    }

    /// The newest row of a kind that works on a transfer.
    private borrowing func newest(
        _ kind: TransferKind,
        of parent: TimeOrderedID
    ) throws -> (number: Int64, id: TimeOrderedID)? {
        try first(
            """
            SELECT number, id FROM transfer WHERE parent = ? AND kind IN (4, 10) AND kind = ?
            ORDER BY number DESC LIMIT 1
            """,
            .blob(parent.bytes),
            .int(kind.rawValue)
        ) { (number: $0.int(0), id: try TimeOrderedID(stored: $0.blob(1))) }
    }
}
