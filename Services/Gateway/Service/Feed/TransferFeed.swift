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
/// was undone, in part or in whole. `points.restored`: a reversal in part was itself undone; where
/// it had left nothing, what it undid is told anew. Refusals, and what only moves points between a
/// member's own balances, are not told. What is told of a row is a function of the rows up to it.
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
        return try rows.map { row in
            let told = try event(of: row, in: zone, reads)
            return told?.entry(row.number) ?? Feed.Entry(untold: row.number)
        }
    }

    /// What is told of a row, or nil where nothing is.
    private func event(
        of row: ToldTransfer,
        in zone: Zone,
        _ reads: borrowing Snapshot
    ) throws -> FeedEvent? {
        guard let member = row.member else { return nil }
        let reversal = try row.kind == .reversal ? reads.reversal(by: row.link) : nil
        guard let type = reversal?.type ?? row.type else { return nil }
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
            undoes: reversal?.undoes?.description
        )
    }
}

/// A row of the ledger as far as it is told.
private struct ToldTransfer {
    let number: Int64
    let id: TimeOrderedID
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
    /// Its member, or nil where that has been erased.
    let member: String?

    /// What is told of it unless it is a reversal, or nil where nothing is.
    var type: String? {
        switch kind {
        case .credit, .confirmation: "points.earned"
        case .debit, .capture: "points.spent"
        case .expiry: "points.expired"
        case .refused, .pendingCredit, .hold, .release, .lapse, .reversal: nil
        }
    }

    init(_ row: borrowing Row) throws {
        guard let kind = TransferKind(rawValue: row.int(2)) else {
            throw StorageError.fault("a transfer has a kind that is none")
        }
        number = row.int(0)
        id = try TimeOrderedID(stored: row.blob(1))
        self.kind = kind
        asset = row.text(3)
        amount = row.int(4)
        at = Instant(milliseconds: row.int(5))
        // What becomes available by itself was granted for the reason of the pending credit.
        reason = kind == .confirmation ? row.text(11) : row.text(6)
        isReward = row.int(7) != 0 || row.int(10) != 0
        let postings = kind == .reversal ? row.optionalText(8) : nil
        pendingAmount =
            try postings.map {
                Int64(clamping: try [Posting](stored: $0).pending.magnitude)
            } ?? 0
        parent = row.isNull(9) ? nil : try TimeOrderedID(stored: row.blob(9))
        member = row.optionalText(12)
    }

    /// Its place in a chain of reversals.
    var link: TransferLink {
        TransferLink(number: number, id: id, kind: kind, amount: amount, parent: parent)
    }
}

extension Snapshot {
    /// The next rows of the ledger, each with what is known of the one that it works on.
    fileprivate borrowing func told(after number: Int64, limit: Int) throws -> [ToldTransfer] {
        try all(
            """
            SELECT t.number, t.id, t.kind, COALESCE(t.asset, ''), t.amount, t.at,
                COALESCE(t.reason, ''), t.is_reward, t.postings, t.parent,
                COALESCE(p.is_reward, 0), COALESCE(p.reason, ''), a.member
            FROM transfer t LEFT JOIN transfer p ON p.id = t.parent
                LEFT JOIN account a ON a.number = t.account
            WHERE t.number > ? ORDER BY t.number LIMIT ?
            """,
            .int(number),
            .int(Int64(limit)),
            as: ToldTransfer.init
        )
    }
}
