import Primitives
import Storage

/// All rows of a store as texts, in which the random ids of commanded rows are their keys, so that
/// the stores of two gateways with the same commands can be compared.
struct DueJobRows {
    private(set) var texts: [String] = []
    private var keys: [String: String] = [:]

    init(_ reads: borrowing Snapshot) throws {
        try reads.each("SELECT id, key FROM transfer WHERE parent IS NULL") { row in
            guard let id = TimeOrderedID(bytes: row.blob(0)), !row.text(1).hasPrefix("expiry")
            else { return }
            keys[id.description] = row.text(1)
        }
        try add(transfers: reads)
        try add(rest: reads)
    }

    private mutating func add(transfers reads: borrowing Snapshot) throws {
        try reads.each(
            """
            SELECT number, account, COALESCE(entry, 0), kind, counterparty, asset, amount, at,
                available, pending, held, programme, COALESCE(until, 0), id, key, postings, parent
            FROM transfer ORDER BY number
            """
        ) { row in
            let numbers = Self.numbers([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12], of: row)
            let parent = row.isNull(16) ? "" : name(row.blob(16))
            var key = row.text(14)
            // The key of what settles something ends in that thing's id.
            if key.hasPrefix("confirmation.") || key.hasPrefix("lapse.") { key = parent }
            texts.append(
                "\(numbers) \(row.text(5)) \(parent.isEmpty ? name(row.blob(13)) : "") \(key) "
                    + "\(row.text(15)) of \(parent)"
            )
        }
    }

    private mutating func add(rest reads: borrowing Snapshot) throws {
        try reads.each(
            """
            SELECT account, asset, day, is_extended, available, lapsed FROM holding
            WHERE day > -9999999 ORDER BY account, asset, day, is_extended
            """
        ) { row in
            let numbers = Self.numbers([0, 2, 3, 4, 5], of: row)
            texts.append("lot \(row.text(1)) \(numbers)")
        }
        try reads.each(
            """
            SELECT account, asset, available, pending, held, earned, spent,
                entry, at FROM holding
            WHERE day = -9999999
            """
        ) { row in
            let numbers = Self.numbers([0, 2, 3, 4, 5, 6, 7, 8], of: row)
            texts.append("balance \(row.text(1)) \(numbers)")
        }
        try reads.each("SELECT number, next_due FROM account ORDER BY number") { row in
            texts.append("account \(row.int(0)) \(row.int(1))")
        }
        var open: [String] = []
        try reads.each("SELECT transfer, state, pieces FROM hold") { row in
            open.append("hold \(name(row.blob(0))) \(row.int(1)) \(row.text(2))")
        }
        try reads.each("SELECT transfer, amount, settled_day FROM pending_credit") { row in
            open.append(
                "pending \(name(row.blob(0))) \(row.int(1)) \(row.optionalInt(2) ?? -1)"
            )
        }
        texts += open.sorted()
    }

    private static func numbers(_ columns: [Int32], of row: borrowing Row) -> [Int64] {
        var numbers: [Int64] = []
        for column in columns { numbers.append(row.int(column)) }
        return numbers
    }

    private func name(_ id: [UInt8]) -> String {
        let text = TimeOrderedID(bytes: id)?.description ?? ""
        return keys[text] ?? text
    }
}
