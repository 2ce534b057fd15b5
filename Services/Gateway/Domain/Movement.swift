import Primitives

/// An account of the programme itself, with which members' accounts exchange points.
///
/// Such an account is a sum over transfers, so that no write contends for it. The numbers are
/// stored and hashed, and never change.
package enum Counterparty: Int64, Sendable {
    /// No one: nothing was moved.
    case none = 0
    /// Where points come from.
    case issuance = 1
    /// Where spent points go.
    case redemption = 2
}

/// What a transfer is.
///
/// The numbers are stored and hashed, and never change.
package enum TransferKind: Int64, Sendable {
    /// Nothing was moved, and the key can never succeed.
    case refused = 0
    /// Points were added.
    case credit = 1
    /// Points were taken.
    case debit = 2

    /// The kind's name on the wire.
    package var name: String {
        switch self {
        case .refused: "refused"
        case .credit: "credit"
        case .debit: "debit"
        }
    }

    /// The account of the programme at the other end.
    package var counterparty: Counterparty {
        switch self {
        case .refused: .none
        case .credit: .issuance
        case .debit: .redemption
        }
    }
}

/// What an operation does to one balance.
package struct Movement: Hashable, Sendable {
    /// What it is.
    package let kind: TransferKind
    /// What is moved.
    package let asset: AssetID
    /// How much is moved, from 1 on.
    package let amount: Points
    /// The member's balance of the asset afterwards.
    package let balance: Balance
}
