import GatewayDomain
import GatewayService
import Storage

/// Recomputes what a store says from its transfers alone.
enum LedgerAudit {
    fileprivate struct Holding: Hashable {
        let account: Int64
        let asset: String
    }

    /// The five parts of a balance.
    fileprivate struct Sums: Hashable {
        var available: Int64 = 0
        var pending: Int64 = 0
        var held: Int64 = 0
        var earned: Int64 = 0
        var spent: Int64 = 0

        var isSound: Bool { min(available, pending, held, earned, spent) >= 0 }
    }

    fileprivate struct Lot: Hashable {
        let holding: Holding
        let key: LotKey
    }

    fileprivate struct LotSums: Hashable {
        var available: Int64 = 0
        var lapsed: Int64 = 0
    }

    /// What the transfers say.
    fileprivate struct Ledger {
        var sums: [Holding: Sums] = [:]
        var lots: [Lot: LotSums] = [:]
        var entries: [Int64: Int64] = [:]
        var faults: [String] = []
    }

    /// What is wrong; empty where each balance and each lot is the sum of its transfers, nothing
    /// was ever below zero, what is pending and held is that of the open credits and holds, each
    /// statement is without gaps, and the chain is whole.
    static func faults(in store: Store) throws -> [String] {
        var faults = try store.read { reads in
            var ledger = Ledger()
            try reads.each(
                """
                SELECT number, account, asset, kind, counterparty, amount, postings, entry,
                    available, pending, held
                FROM transfer WHERE kind <> 0 ORDER BY number
                """
            ) { ledger.add($0) }
            for (lot, sums) in ledger.lots where min(sums.available, sums.lapsed) < 0 {
                ledger.faults.append("\(lot) is \(sums)")
            }
            ledger.lots = ledger.lots.filter { $0.value != LotSums() }
            let (sums, lots) = (try balances(reads), try lots(reads))
            if sums != ledger.sums { ledger.faults.append("\(sums) are not \(ledger.sums)") }
            if lots != ledger.lots { ledger.faults.append("\(lots) are not \(ledger.lots)") }
            return try ledger.faults + openFaults(sums, reads)
        }
        if let fault = try ChainAudit.finding(in: store).firstBreak {
            faults.append("the chain breaks: \(fault)")
        }
        return faults
    }

    @Sendable
    static func faults(_ store: Store) async throws -> [String] { try faults(in: store) }

    private static func balances(_ reads: borrowing Snapshot) throws -> [Holding: Sums] {
        var balances: [Holding: Sums] = [:]
        try reads.each(
            """
            SELECT account, asset, available, pending, held, earned, spent FROM holding
            WHERE day = -9999999
            """
        ) { row in
            balances[Holding(account: row.int(0), asset: row.text(1))] = Sums(
                available: row.int(2),
                pending: row.int(3),
                held: row.int(4),
                earned: row.int(5),
                spent: row.int(6)
            )
        }
        return balances
    }

    private static func lots(_ reads: borrowing Snapshot) throws -> [Lot: LotSums] {
        var lots: [Lot: LotSums] = [:]
        try reads.each(
            """
            SELECT account, asset, day, is_extended, available, lapsed FROM holding
            WHERE day > -9999999
            """
        ) { row in
            let mark = row.int(3) == 0 ? "" : "e"
            let day = row.int(2) == 9_999_999 ? "*" : "\(row.int(2))"
            guard let posting = PostingText.postings(of: "a\(day)\(mark)+1")?.first,
                case .lot(let key) = posting.place
            else { return }
            let holding = Holding(account: row.int(0), asset: row.text(1))
            lots[Lot(holding: holding, key: key)] =
                LotSums(available: row.int(4), lapsed: row.int(5))
        }
        return lots
    }

    /// Where what is pending or held is not what open credits and holds say.
    private static func openFaults(
        _ sums: [Holding: Sums],
        _ reads: borrowing Snapshot
    ) throws -> [String] {
        var open: [Holding: Sums] = [:]
        try reads.each("SELECT account, asset, pieces FROM hold WHERE state = 0") { row in
            let pieces = PostingText.postings(of: row.text(2)) ?? []
            open[Holding(account: row.int(0), asset: row.text(1)), default: Sums()].held +=
                pieces.total
        }
        try reads.each(
            "SELECT account, asset, amount FROM pending_credit WHERE settled_day IS NULL"
        ) { row in
            open[Holding(account: row.int(0), asset: row.text(1)), default: Sums()].pending +=
                row.int(2)
        }
        return sums.compactMap { holding, sums in
            let found = open[holding, default: Sums()]
            let isRight = found.held == sums.held && found.pending == sums.pending
            return isRight ? nil : "\(holding) has open \(found) beside \(sums)"
        }
    }
}

extension LedgerAudit.Ledger {
    fileprivate mutating func add(_ row: borrowing Row) {
        let number = row.int(0)
        let holding = LedgerAudit.Holding(account: row.int(1), asset: row.text(2))
        guard let postings = Self.postings(row) else {
            faults.append("transfer \(number) has no postings")
            return
        }
        var sums = sums[holding, default: LedgerAudit.Sums()]
        for posting in postings {
            switch posting.place {
            case .lot(let key):
                sums.available += posting.amount
                lots[.init(holding: holding, key: key), default: .init()].available +=
                    posting.amount
            case .lapsed(let key):
                lots[.init(holding: holding, key: key), default: .init()].lapsed += posting.amount
            case .held: sums.held += posting.amount
            case .pending: sums.pending += posting.amount
            }
        }
        let reached = postings.available + postings.lapsed
        let isConfirmation = row.int(3) == TransferKind.confirmation.rawValue
        if row.int(4) == 1 || isConfirmation { sums.earned += reached }
        if row.int(4) == 2 { sums.spent -= reached + postings.held }
        self.sums[holding] = sums
        let stored = [row.int(8), row.int(9), row.int(10)]
        if !sums.isSound || [sums.available, sums.pending, sums.held] != stored {
            faults.append("transfer \(number) says \(stored), not \(sums)")
        }
        // What leaves a member's account reaches one of the programme's, and the other way.
        if row.int(4) == 0 || row.int(4) == 3, postings.total != 0 {
            faults.append("transfer \(number) makes \(postings.total) out of nothing")
        }
        entries[holding.account, default: 0] += 1
        if entries[holding.account] != row.int(7) {
            faults.append("transfer \(number) is entry \(row.int(7))")
        }
    }

    /// Where a row's points came from and went to; before there were lots, they never ended.
    private static func postings(_ row: borrowing Row) -> [Posting]? {
        guard let text = row.optionalText(6) else {
            return [Posting(.lot(.never), row.int(3) == 1 ? row.int(5) : -row.int(5))]
        }
        return PostingText.postings(of: text)
    }
}
