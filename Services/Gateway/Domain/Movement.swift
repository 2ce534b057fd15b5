import Primitives

/// An account of the programme itself, with which members' accounts exchange points.
///
/// Such an account is a sum over transfers, so that no write contends for it. The numbers are
/// stored and hashed, and never change.
package enum Counterparty: Int64, Sendable {
    /// No one: nothing left the member's account, or nothing was moved.
    case none = 0
    /// Where points come from.
    case issuance = 1
    /// Where spent points go.
    case redemption = 2
    /// Where points go whose day is over.
    case expiry = 3
}

/// What a transfer is.
///
/// The numbers are stored and hashed, and never change.
package enum TransferKind: Int64, CaseIterable, Sendable {
    /// Nothing was moved, and the key can never succeed.
    case refused = 0
    /// Points were added.
    case credit = 1
    /// Points were taken.
    case debit = 2
    /// Points were granted that become available later.
    case pendingCredit = 3
    /// Pending points became available.
    case confirmation = 4
    /// Points were reserved.
    case hold = 5
    /// Reserved points were taken.
    case capture = 6
    /// Reserved points were given back.
    case release = 7
    /// Reserved points came back by themselves, for the hold's time was over.
    case lapse = 8
    /// Points were gone with their lot's last day.
    case expiry = 9
    /// An earlier transfer was undone, in whole or in part.
    case reversal = 10

    /// The kind's name on the wire.
    package var name: String {
        switch self {
        case .refused: "refused"
        case .credit: "credit"
        case .debit: "debit"
        case .pendingCredit: "pendingCredit"
        case .confirmation: "confirmation"
        case .hold: "hold"
        case .capture: "capture"
        case .release: "release"
        case .lapse: "lapse"
        case .expiry: "expiry"
        case .reversal: "reversal"
        }
    }

    /// The account of the programme at the other end; a reversal has that of what it reverses.
    package var counterparty: Counterparty {
        switch self {
        case .refused, .confirmation, .hold, .release, .lapse, .reversal: .none
        case .credit, .pendingCredit: .issuance
        case .debit, .capture: .redemption
        case .expiry: .expiry
        }
    }
}

/// What an operation does to what a member has of one asset.
package struct Movement: Hashable, Sendable {
    /// What it is.
    package let kind: TransferKind
    /// The account of the programme at the other end.
    package let counterparty: Counterparty
    /// What is moved.
    package let asset: AssetID
    /// How much is moved, from 1 on.
    package let amount: Points
    /// Where the points come from and go to.
    package let postings: [Posting]
    /// The member's balance of the asset afterwards.
    package let balance: Balance
}
