import GatewayDomain
import Primitives
import Storage

/// A row of the ledger.
struct TransferRecord: Sendable {
    let id: TimeOrderedID
    let account: Int64
    let entry: Int64?
    let kind: TransferKind
    let counterparty: Counterparty
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
    /// Where its points came from and went to, as stored.
    let postings: String?
    let parent: TimeOrderedID?
    let origin: TimeOrderedID?
    let until: Instant?
    let event: Int64?

    /// The row of the result, whose columns from `first` on are those of every statement that
    /// reads transfers.
    init(_ row: borrowing Row, from first: Int32 = 0) throws {
        guard let id = row.withBlob(first, { TimeOrderedID(bytes: $0) }),
            let kind = TransferKind(rawValue: row.int(first + 3)),
            let counterparty = Counterparty(rawValue: row.int(first + 18))
        else { throw StorageError.fault("a transfer has an id or a kind that is none") }
        self.id = id
        self.kind = kind
        self.counterparty = counterparty
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
        postings = row.optionalText(first + 19)
        parent = row.withBlob(first + 20) { TimeOrderedID(bytes: $0) }
        origin = row.withBlob(first + 21) { TimeOrderedID(bytes: $0) }
        until = row.optionalInt(first + 22).map(Instant.init(milliseconds:))
        event = row.optionalInt(first + 23)
    }

    /// What became of something that was asked for or fell due.
    init(
        _ details: EntryDetails,
        account: Int64,
        entry: Int64?,
        _ movement: Movement?,
        refusal: String? = nil
    ) {
        id = details.id
        self.account = account
        self.entry = entry
        kind = movement?.kind ?? .refused
        counterparty = movement?.counterparty ?? .none
        asset = movement?.asset.text ?? ""
        amount = movement?.amount.value ?? 0
        at = details.at
        key = details.key
        request = details.request
        reason = details.reason
        reference = details.reference
        isReward = details.isReward
        programme = details.programme
        available = movement?.balance.available.value ?? 0
        pending = movement?.balance.pending.value ?? 0
        held = movement?.balance.held.value ?? 0
        format = 2
        self.refusal = refusal
        postings = movement.map { PostingText.text(of: $0.postings) }
        parent = details.parent
        origin = details.origin
        until = details.until
        event = details.event
    }

    /// Where its points came from and went to.
    ///
    /// - Throws: `StorageError` where what is stored is none.
    func allPostings() throws -> [Posting] {
        guard let postings else {
            // Before there were lots, points never expired.
            let change = kind == .debit ? -amount : amount
            return kind == .refused ? [] : [Posting(.lot(.never), change)]
        }
        guard let read = PostingText.postings(of: postings) else {
            throw StorageError.fault("a transfer has postings that are none")
        }
        return read
    }
}

/// What a row of the ledger says beside what moved.
struct EntryDetails: Sendable {
    let id: TimeOrderedID
    let at: Instant
    let programme: Int64
    let caller: Int64
    let key: String
    let request: [UInt8]
    let reason: String
    var reference: String?
    var isReward = false
    /// What it reverses, captures, releases or confirms.
    var parent: TimeOrderedID?
    /// The beginning of a chain of reversals where that is not the parent.
    var origin: TimeOrderedID?
    /// When what it grants becomes available, or what it holds lapses.
    var until: Instant?
    /// The number of the event that caused it.
    var event: Int64?

    /// The number of the programme itself as a caller.
    static let programmeCaller: Int64 = 0
}
