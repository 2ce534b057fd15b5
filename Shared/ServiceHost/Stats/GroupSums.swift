import Storage

/// A row of numbers that many commands add to.
package protocol SummedRow: Hashable {
    /// Adds to its numbers in the store.
    ///
    /// - Throws: `StorageError`.
    func add(_ sum: GroupSum, _ transaction: borrowing Transaction) throws
}

/// What is added to a row: how often, and how much in all.
package struct GroupSum: Hashable, Sendable {
    /// How often; below 0 where something is taken back.
    package var count: Int64 = 0
    /// How much in all.
    package var amount: Int64 = 0
}

/// What the commands of one group add to rows that all of them share: each row is written once for
/// all, when the group is committed.
package final class GroupSums<Row: SummedRow>: GroupPart {
    private var added: [(row: Row, sum: GroupSum)] = []

    /// Nothing yet.
    package init() {}

    /// How often something was added.
    package var mark: Int { added.count }

    /// Forgets what was added since.
    package func undo(to mark: Int) { added.removeLast(added.count - mark) }

    /// Adds to a row's numbers.
    package func add(_ sum: GroupSum, to row: Row) { added.append((row, sum)) }

    /// Adds to each row once.
    ///
    /// - Throws: `StorageError`.
    package func store(_ transaction: borrowing Transaction) throws {
        var sums: [Row: GroupSum] = [:]
        for (row, part) in added {
            var sum = sums[row] ?? GroupSum()
            // A group has few commands, so only amounts could pass 64 bits.
            let (amount, isOver) = sum.amount.addingReportingOverflow(part.amount)
            sum.count &+= part.count
            sum.amount = isOver ? .max : amount
            sums[row] = sum
        }
        for (row, sum) in sums { try row.add(sum, transaction) }
    }
}

extension Transaction {
    /// Adds to the numbers of a row that many commands add to.
    ///
    /// They are stored when the group is committed, once for all that the group adds there; until
    /// then they are not read.
    package borrowing func add<Row: SummedRow>(count: Int64, amount: Int64, to row: Row) {
        part(GroupSums<Row>.self).add(GroupSum(count: count, amount: amount), to: row)
    }
}
