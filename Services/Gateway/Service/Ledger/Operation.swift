import Access
import Crypto
import GatewayDomain
import Primitives

/// One operation on the ledger as it was asked for.
struct Operation: Sendable {
    /// What it does.
    enum Action: Sendable {
        case credit(Credit)
        case debit(Debit)
        case hold(Reservation)
        /// Takes so much of what a hold reserves, or all.
        case capture(TimeOrderedID, Points?)
        case release(TimeOrderedID)
        /// Undoes so much of a transfer, or all.
        case reversal(Target, Points?)
    }

    /// Points to be added.
    struct Credit: Sendable {
        let member: MemberID
        let choice: Choice
        /// The last day on which they can be spent, or nil for the programme's policy.
        let expiresOn: CalendarDay?
        /// From when on they can be spent, or nil for at once.
        let availableAt: Instant?
        /// Whether a reward caused it, so that it counts for no further reward.
        let isReward: Bool
    }

    /// Points to be taken, of the first choice that is there in full.
    struct Debit: Sendable {
        let member: MemberID
        let choices: [Choice]
        /// The last instant at which it may be done, or nil.
        let notAfter: Instant?

        /// Whether it comes too late, which the rules refuse before all else.
        func hasLapsed(at now: Instant) -> Bool { notAfter.map { now > $0 } ?? false }
    }

    /// Points to be reserved.
    struct Reservation: Sendable {
        let member: MemberID
        let choice: Choice
        /// When it lapses, or nil for the usual time.
        let expiresAt: Instant?
    }

    /// An amount of an asset, or of the usual asset where none is named.
    struct Choice: Hashable, Sendable {
        let asset: AssetID?
        let amount: Points
        /// The path of the asset in the request, for refusals.
        let path: String
    }

    /// The transfer that is to be undone.
    enum Target: Sendable {
        case id(TimeOrderedID)
        /// A key of the same caller.
        case key(IdempotencyKey)
    }

    let action: Action
    /// Why, for people; nil where it is that of the hold.
    let reason: String?
    let reference: Reference?

    /// Whether a reward caused it.
    var isReward: Bool {
        if case .credit(let credit) = action { credit.isReward } else { false }
    }

    /// The word for what it does.
    var name: String {
        switch action {
        case .credit: "credit"
        case .debit: "debit"
        case .hold: "hold"
        case .capture: "capture"
        case .release: "release"
        case .reversal: "reversal"
        }
    }
}

/// An operation with its key and what the key stands for.
struct KeyedOperation: Sendable {
    let key: IdempotencyKey
    /// SHA-256 of the request as it was sent.
    let request: [UInt8]
    let operation: Operation
}
