import GatewayService
import Storage

/// Recomputes what a store says from its transfers alone.
enum LedgerAudit {
    private struct Holding: Hashable {
        let account: Int64
        let asset: String
    }

    private struct Sums: Hashable {
        var earned: Int64 = 0
        var spent: Int64 = 0
        var available: Int64 { earned - spent }
    }

    /// What is wrong; empty where each balance is the sum of its transfers, no balance was ever
    /// below zero, each statement is without gaps, and the chain is whole.
    static func faults(in store: Store) throws -> [String] {
        var sums: [Holding: Sums] = [:]
        var entries: [Int64: Int64] = [:]
        var faults: [String] = []
        let stored = try store.read { reads in
            try reads.each(
                """
                SELECT number, account, asset, kind, amount, available, entry FROM transfer
                WHERE kind <> 0 ORDER BY number
                """
            ) { row in
                let holding = Holding(account: row.int(1), asset: row.text(2))
                if row.int(3) == 1 {
                    sums[holding, default: Sums()].earned += row.int(4)
                } else {
                    sums[holding, default: Sums()].spent += row.int(4)
                }
                let available = sums[holding]?.available ?? 0
                if available < 0 || available != row.int(5) {
                    faults.append("transfer \(row.int(0)) says \(row.int(5)), not \(available)")
                }
                entries[holding.account, default: 0] += 1
                if entries[holding.account] != row.int(6) {
                    faults.append("transfer \(row.int(0)) is entry \(row.int(6))")
                }
            }
            return try balances(reads)
        }
        for (holding, sum) in sums where stored[holding] != sum {
            faults.append("\(holding) is stored as something else than \(sum)")
        }
        if stored.count != sums.count { faults.append("\(stored.count) balances are stored") }
        if let fault = try ChainAudit.finding(in: store).firstBreak {
            faults.append("the chain breaks: \(fault)")
        }
        return faults
    }

    @Sendable
    static func faults(_ store: Store) async throws -> [String] { try faults(in: store) }

    private static func balances(_ reads: borrowing Snapshot) throws -> [Holding: Sums] {
        var balances: [Holding: Sums] = [:]
        try reads.each("SELECT account, asset, available, earned, spent FROM balance") { row in
            let sums = Sums(earned: row.int(3), spent: row.int(4))
            // A balance that is not what was earned less what was spent never equals its sums.
            balances[Holding(account: row.int(0), asset: row.text(1))] =
                sums.available == row.int(2) ? sums : Sums(earned: -1, spent: -1)
        }
        return balances
    }
}
