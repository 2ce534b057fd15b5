import GatewayDomain
import GatewayService
import Primitives
import Storage

/// Recomputes what a store says of points from the postings of its transfers alone.
enum PointAudit {
    fileprivate struct Holding: Hashable {
        let account: Int64
        let asset: String
    }

    /// What lies where; the key of `lots` is the stored day, doubled, and one more if extended.
    fileprivate struct Sums: Hashable {
        var available: Int64 = 0
        var pending: Int64 = 0
        var held: Int64 = 0
        var lapsed: Int64 = 0
        var issued: Int64 = 0
        var redeemed: Int64 = 0
        var lots: [Int64: [Int64]] = [:]

        var isSound: Bool {
            [available, pending, held, lapsed, issued, redeemed].allSatisfy { $0 >= 0 }
                && lots.values.joined().allSatisfy { $0 >= 0 }
                && available + pending + held + lapsed + redeemed == issued
        }
    }

    /// What is wrong; empty where every balance and lot is the sum of its postings, nothing is
    /// below zero, nothing is made or lost, statements have no gaps, and the chain is whole.
    @Sendable
    static func faults(in store: Store) async throws -> [String] {
        var faults: [String] = []
        let sums = try store.read { try Self.replay($0, &faults) }
        for (holding, sum) in sums {
            let stored = try store.read { try Stored(holding, $0) }
            if stored.parts != [sum.available, sum.pending, sum.held] {
                faults.append("\(holding) has \(stored.parts), not \(sum)")
            }
            if stored.lots != sum.lots.filter({ $0.value != [0, 0] }) {
                faults.append("\(holding) has the lots \(stored.lots), not \(sum.lots)")
            }
            if stored.held != sum.held || stored.pending != sum.pending {
                faults.append("\(holding) has other open items than \(sum)")
            }
            if stored.totals != [sum.issued - sum.pending, sum.redeemed] {
                faults.append("\(holding) has the totals \(stored.totals), not \(sum)")
            }
        }
        if let fault = try ChainAudit.finding(in: store).firstBreak {
            faults.append("the chain breaks: \(fault)")
        }
        return faults
    }

    private static func replay(
        _ reads: borrowing Snapshot,
        _ faults: inout [String]
    ) throws -> [Holding: Sums] {
        var sums: [Holding: Sums] = [:]
        var entries: [Int64: Int64] = [:]
        try reads.each(
            """
            SELECT number, account, asset, counterparty, available, pending, held, entry, postings
            FROM transfer WHERE kind <> 0 ORDER BY number
            """
        ) { row in
            let holding = Holding(account: row.int(1), asset: row.text(2))
            var sum = sums[holding] ?? Sums()
            let postings = PostingText.postings(of: row.text(8)) ?? []
            for posting in postings { sum.add(posting) }
            switch Counterparty(rawValue: row.int(3)) {
            case .issuance: sum.issued += postings.total
            case .redemption: sum.redeemed -= postings.total
            default: if postings.total != 0 { faults.append("row \(row.int(0)) makes points") }
            }
            let parts = [sum.available, sum.pending, sum.held]
            if !sum.isSound || parts != [row.int(4), row.int(5), row.int(6)] {
                faults.append("row \(row.int(0)) leaves \(sum)")
            }
            sums[holding] = sum
            entries[holding.account, default: 0] += 1
            if entries[holding.account] != row.int(7) { faults.append("row \(row.int(0)): entry") }
        }
        return sums
    }
}

/// What a store says of one holding beside its transfers.
private struct Stored {
    let parts: [Int64]
    let totals: [Int64]
    var lots: [Int64: [Int64]] = [:]
    var held: Int64 = 0
    var pending: Int64 = 0

    init(_ holding: PointAudit.Holding, _ reads: borrowing Snapshot) throws {
        let (account, asset) = (SQLValue.int(holding.account), SQLValue.text(holding.asset))
        let balance =
            try reads.first(
                """
                SELECT available, pending, held, earned, spent FROM balance
                WHERE account = ? AND asset = ?
                """,
                account,
                asset
            ) { [$0.int(0), $0.int(1), $0.int(2), $0.int(3), $0.int(4)] } ?? []
        parts = Array(balance.prefix(3))
        totals = Array(balance.suffix(2))
        let lots = try reads.all(
            "SELECT day, is_extended, available, lapsed FROM lot WHERE account = ? AND asset = ?",
            account,
            asset
        ) { ($0.int(0) * 2 + $0.int(1), [$0.int(2), $0.int(3)]) }
        self.lots = Dictionary(uniqueKeysWithValues: lots)
        let held = try reads.all(
            "SELECT pieces FROM hold WHERE account = ? AND asset = ?",
            account,
            asset
        ) { PostingText.postings(of: $0.text(0))?.total ?? -1 }
        self.held = held.reduce(0, +)
        let pending = try reads.all(
            "SELECT amount FROM pending_credit WHERE account = ? AND asset = ?",
            account,
            asset
        ) { $0.int(0) }
        self.pending = pending.reduce(0, +)
    }
}

extension PointAudit.Sums {
    fileprivate mutating func add(_ posting: Posting) {
        switch posting.place {
        case .lot(let key):
            available += posting.amount
            lots[Self.place(of: key), default: [0, 0]][0] += posting.amount
        case .lapsed(let key):
            lapsed += posting.amount
            lots[Self.place(of: key), default: [0, 0]][1] += posting.amount
        case .held: held += posting.amount
        case .pending: pending += posting.amount
        }
    }

    private static func place(of key: LotKey) -> Int64 {
        (key.lastDay?.daysSinceEpoch ?? 9_999_999) * 2 + (key.isExtended ? 1 : 0)
    }
}
