import Primitives
import Storage

/// A message as it lies in the store, ready to go out.
package struct OutboxRow: Sendable, Equatable {
    /// Its place among all rows; later rows have higher ones.
    package let number: Int64
    /// Its id, which is its first key.
    package let id: String
    /// What kind of message it is.
    package let kind: String
    /// The member whom it is about.
    package let member: String
    /// The operation's JSON object, without its key.
    package let body: [UInt8]
    /// The id of the row that it needs, if any.
    package let needs: String?
    /// Whether that row was owed itself when this one was read.
    let isNeedOwed: Bool
    /// The member of the body that names the needed row's key, and that key.
    let naming: Naming?
    /// How often an operator has sent it again under a new key.
    let retries: Int64

    /// How a body names the key of another row.
    struct Naming: Sendable, Equatable {
        let member: String
        let key: String
    }

    /// Describes a row that names no other, as tests need it.
    package init(
        number: Int64,
        id: String,
        kind: String,
        member: String,
        body: [UInt8],
        needs: String? = nil,
        isNeedOwed: Bool = false,
        retries: Int64 = 0
    ) {
        self.number = number
        self.id = id
        self.kind = kind
        self.member = member
        self.body = body
        self.needs = needs
        self.isNeedOwed = isNeedOwed
        self.retries = retries
        naming = nil
    }

    /// Its key at the neighbour now.
    package var key: String { Self.key(id, retries: retries) }

    /// How many bytes it takes in a request, about.
    var size: Int { body.count + 128 }

    static func key(_ id: String, retries: Int64) -> String {
        retries == 0 ? id : "\(id).\(retries)"
    }

    /// The operation as it goes out.
    ///
    /// - Parameter name: The member that holds the key.
    /// - Returns: One JSON object: key, what it names, and the body's own members.
    package func operation(keyNamed name: String) -> [UInt8] {
        // Keys are UUIDs, names are words of the code: nothing needs escaping.
        var bytes = Array("{\"\(name)\":\"\(key)\"".utf8)
        if let naming { bytes += Array(",\"\(naming.member)\":\"\(naming.key)\"".utf8) }
        if body.count > 2 { bytes.append(UInt8(ascii: ",")) }
        return bytes + body.dropFirst()
    }
}

extension Snapshot {
    /// The next rows that are owed to a neighbour, in their order.
    ///
    /// - Parameters:
    ///   - neighbour: To whom.
    ///   - number: Behind which row to begin.
    ///   - limit: How many rows at most.
    /// - Returns: The rows, without those that are parked.
    /// - Throws: `StorageError`.
    borrowing func owed(
        to neighbour: String,
        after number: Int64,
        limit: Int
    ) throws -> [OutboxRow] {
        try all(
            """
            SELECT o.number, o.id, o.kind, o.member, o.body, o.needs, o.needs_as, o.retries,
                n.retries, n.state
            FROM outbox o LEFT JOIN outbox n ON n.id = o.needs AND n.neighbour = o.neighbour
            WHERE o.neighbour = ? AND o.state = 0 AND o.number > ?
            ORDER BY o.number LIMIT ?
            """,
            .text(neighbour),
            .int(number),
            .int(Int64(limit)),
            as: OutboxRow.init
        )
    }
}

extension OutboxRow {
    fileprivate init(_ row: borrowing Row) {
        number = row.int(0)
        id = row.text(1)
        kind = row.text(2)
        member = row.text(3)
        body = row.blob(4)
        needs = row.optionalText(5)
        isNeedOwed = row.optionalInt(9) == RowState.owed.rawValue
        // A needed row that is gone was delivered under its first key.
        let needed = needs.map { Self.key($0, retries: row.optionalInt(8) ?? 0) }
        if let member = row.optionalText(6), let needed {
            naming = Naming(member: member, key: needed)
        } else {
            naming = nil
        }
        retries = row.int(7)
    }
}
