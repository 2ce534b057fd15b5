import Primitives
import Storage
import Wire

/// Recomputes the chain over all transfers and compares it with the hashes that commits stored.
///
/// It notices a row that was changed, added or removed anywhere but where the newest rows and
/// their seals are gone together; that shows only beside a hash that was kept elsewhere.
package enum ChainAudit {
    /// Where the chain is not what it was when it was committed.
    package struct Break: Hashable, Sendable {
        /// The number of the first row at which it shows.
        package let number: Int64
        /// What is wrong there, for people.
        package let reason: String
    }

    /// What was found in a stretch of the chain.
    package struct Finding: Hashable, Sendable {
        /// How many rows were recomputed.
        package var checked = 0
        /// The first break, or nil where the stretch is whole.
        package var firstBreak: Break?
        /// Where the next stretch begins, or nil at the end.
        package var next: Place?
    }

    /// A place in the chain: the row before it, and that row's hash.
    package struct Place: Hashable, Sendable {
        fileprivate var number: Int64 = 0
        fileprivate var hash = Chain.genesis
        fileprivate var sealed: Int64 = 0

        /// The beginning.
        package init() {}

        /// The place of a cursor, or nil where the text is none.
        init?(_ cursor: String) {
            let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let number = Int64(parts[0]), number >= 0,
                let sealed = Int64(parts[1]), let hash = [UInt8](hexadecimal: parts[2]),
                hash.count == 32
            else { return nil }
            self.number = number
            self.sealed = sealed
            self.hash = hash
        }

        /// The text that names the place.
        var cursor: String { "\(number).\(sealed).\(hash.hexadecimal)" }
    }

    /// Recomputes a stretch of the chain.
    ///
    /// - Parameters:
    ///   - place: Where it begins.
    ///   - limit: How many rows are read at most, from 1 on.
    ///   - reads: The store.
    /// - Returns: What was found there, and where to go on.
    /// - Throws: `StorageError`.
    package static func finding(
        from place: Place,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> Finding {
        var place = place
        var finding = Finding()
        try reads.each(
            """
            SELECT transfer.number, transfer.account, transfer.kind, transfer.counterparty,
                transfer.amount, transfer.at, transfer.asset, transfer.digest,
                account.number, account.salt, seal.hash, transfer.caller, transfer.number,
                transfer.id, transfer.account, transfer.entry, transfer.kind, transfer.asset,
                transfer.amount, transfer.at, transfer.key, transfer.request, transfer.reason,
                transfer.reference, transfer.is_reward, transfer.programme, transfer.available,
                transfer.pending, transfer.held, transfer.format, transfer.refusal,
                transfer.counterparty, transfer.postings, transfer.parent, transfer.origin,
                transfer.until, transfer.event
            FROM transfer LEFT JOIN account ON account.number = transfer.account
                LEFT JOIN seal ON seal.number = transfer.number
            WHERE transfer.number > ? ORDER BY transfer.number LIMIT ?
            """,
            .int(place.number),
            .int(Int64(limit))
        ) { row in
            finding.checked += 1
            guard let reason = try place.fault(advancingOver: row), finding.firstBreak == nil else {
                return
            }
            finding.firstBreak = Break(number: place.number, reason: reason)
        }
        guard finding.firstBreak == nil else { return finding }
        if finding.checked == limit {
            finding.next = place
        } else {
            finding.firstBreak = try place.faultAtEnd(reads)
        }
        return finding
    }
}

extension ChainAudit.Place {
    /// Goes on to a row, of which nothing may be what a transfer has.
    ///
    /// - Returns: What is wrong with the row, or nil.
    fileprivate mutating func fault(advancingOver row: borrowing Row) throws -> String? {
        do {
            return try advance(over: row)
        } catch StorageError.fault(let fault) {
            return fault
        }
    }

    /// Goes on to a row.
    ///
    /// - Returns: What is wrong with the row, or nil.
    private mutating func advance(over row: borrowing Row) throws -> String? {
        let isNext = row.int(0) == number + 1
        number = row.int(0)
        hash = Chain.hash(after: hash, row)
        guard isNext else { return "the rows before it are gone" }
        guard !row.isNull(8) else { return "its account is gone" }
        // A member who was erased has neither texts nor salt; the digest stays.
        if !row.isNull(9) {
            let digest = Chain.digest(
                of: try TransferRecord(row, from: 13),
                caller: row.int(11),
                salt: row.blob(9)
            )
            guard digest == row.blob(7) else { return "its texts are not those of its digest" }
        }
        guard !row.isNull(10) else { return nil }
        sealed = number
        return hash == row.blob(10) ? nil : "its hash is not the one that was committed"
    }

    /// What is wrong at the end of the chain, or nil.
    fileprivate func faultAtEnd(_ reads: borrowing Snapshot) throws -> ChainAudit.Break? {
        let last = try Chain.head(reads)?.number ?? 0
        if last > number {
            return ChainAudit.Break(number: number + 1, reason: "the rows from here on are gone")
        }
        return sealed == number
            ? nil : ChainAudit.Break(number: sealed + 1, reason: "no commit has sealed it")
    }
}
