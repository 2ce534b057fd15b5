import GatewayDomain
import Primitives

extension AssetID {
    static let points = AssetID(validated: "points")
    static let tickets = AssetID(validated: "tickets")
}

extension Account {
    /// An open account that has some points, and nothing else.
    static func having(_ points: Int64, state: State = .open) -> Account {
        Account(state: state, balances: [.points: Balance(available: Points(points))])
    }
}

extension Account.Charge {
    static func points(_ amount: Int64) -> Account.Charge {
        Account.Charge(asset: .points, amount: Points(amount))
    }

    static func tickets(_ amount: Int64) -> Account.Charge {
        Account.Charge(asset: .tickets, amount: Points(amount))
    }
}

extension LedgerRefusal.Shortfall {
    /// What is missing, as the refusal lists it.
    struct Line: Hashable {
        let asset: AssetID
        let available: Int64
        let missing: Int64
    }

    var line: Line {
        Line(asset: asset, available: available.value, missing: missing.value)
    }
}

/// An operation on an account.
enum Command: Sendable {
    case credit(Account.Charge)
    case debit([Account.Charge], notAfter: Instant? = nil)

    /// The instant that it is in these tests.
    static let now = Instant(milliseconds: 1_000)

    func run(on account: Account) throws(LedgerRefusal) -> Movement {
        switch self {
        case .credit(let charge): try account.credit(charge)
        case .debit(let choices, let notAfter):
            try account.debit(choices, notAfter: notAfter, now: Self.now)
        }
    }

    /// Why the command is refused, or nil where it is not.
    func refusal(on account: Account) -> LedgerRefusal? {
        do throws(LedgerRefusal) {
            _ = try run(on: account)
            return nil
        } catch {
            return error
        }
    }
}
