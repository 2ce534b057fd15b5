import GatewayDomain
import Primitives
import Storage

/// A row of the ledger.
struct TransferRecord: Sendable {
    let id: TimeOrderedID
    let account: Int64
    let entry: Int64?
    let kind: TransferKind
    let asset: String
    let amount: Int64
    let at: Instant
    let key: String
    let request: [UInt8]
    let reason: String
    let reference: String?
    let isReward: Bool
    let programme: Int64
    let available: Int64
    let pending: Int64
    let held: Int64
    let format: Int64
    let refusal: String?

    /// The row of the result, whose columns from `first` on are those of `columns`.
    init(_ row: borrowing Row, from first: Int32 = 0) throws {
        guard let id = TimeOrderedID(bytes: row.blob(first)),
            let kind = TransferKind(rawValue: row.int(first + 3))
        else { throw StorageError.fault("a transfer has an id or a kind that is none") }
        self.id = id
        self.kind = kind
        account = row.int(first + 1)
        entry = row.optionalInt(first + 2)
        asset = row.text(first + 4)
        amount = row.int(first + 5)
        at = Instant(milliseconds: row.int(first + 6))
        key = row.text(first + 7)
        request = row.blob(first + 8)
        reason = row.text(first + 9)
        reference = row.optionalText(first + 10)
        isReward = row.int(first + 11) != 0
        programme = row.int(first + 12)
        available = row.int(first + 13)
        pending = row.int(first + 14)
        held = row.int(first + 15)
        format = row.int(first + 16)
        refusal = row.optionalText(first + 17)
    }

    /// What an operation became: a movement, or a final refusal.
    init(
        _ keyed: KeyedOperation,
        id: TimeOrderedID,
        account: OpenedAccount,
        at: Instant,
        programme: Int64,
        outcome: Result<Movement, StoredRefusal>
    ) {
        self.id = id
        self.account = account.number
        self.at = at
        self.programme = programme
        key = keyed.key.text
        request = keyed.request
        reason = keyed.operation.reason
        reference = keyed.operation.reference?.text
        isReward = keyed.operation.isReward
        format = 1
        switch outcome {
        case .success(let movement):
            kind = movement.kind
            entry = account.lastEntry + 1
            asset = movement.asset.text
            amount = movement.amount.value
            available = movement.balance.available.value
            pending = movement.balance.pending.value
            held = movement.balance.held.value
            refusal = nil
        case .failure(let stored):
            kind = .refused
            entry = nil
            asset = ""
            amount = 0
            (available, pending, held) = (0, 0, 0)
            refusal = stored.problem
        }
    }
}

/// A final refusal as it is stored: the problem's bytes, which a repeat gets again.
struct StoredRefusal: Error {
    let problem: String
}
