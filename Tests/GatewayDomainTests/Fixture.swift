import GatewayDomain
import Primitives

extension AssetID {
    static let points = AssetID(validated: "points")
    static let tickets = AssetID(validated: "tickets")
}

extension Account {
    /// An account whose available points never expire.
    init(state: State, balances: [AssetID: Balance]) {
        self.init(
            state: state,
            holdings: balances.map { asset, balance in
                let lot = Lots.Lot(key: .never, available: balance.available.value)
                return Holding(asset: asset, balance: balance, lots: Lots([lot]))
            }
        )
    }

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
    case creditUntil(Account.Charge, CalendarDay)
    case pendingCredit(Account.Charge, from: CalendarDay, until: CalendarDay)
    case hold(Account.Charge, until: Instant)
    case capture(Hold, Points? = nil)
    case release(Hold)
    case reverse(Reversible, Points? = nil)

    /// The instant that it is in these tests.
    static let now = Instant(milliseconds: 1_000)
    private static let way = Return(on: now.utcDay, .usual)

    func run(on account: Account) throws(LedgerRefusal) -> Movement {
        var account = account
        return switch self {
        case .credit(let charge): try account.credit(charge, on: Self.now.utcDay)
        case .debit(let choices, let notAfter):
            try account.debit(choices, notAfter: notAfter, now: Self.now)
        case .creditUntil(let charge, let day):
            try account.credit(charge, to: LotKey(lastDay: day), on: Self.now.utcDay)
        case .pendingCredit(let charge, let from, let until):
            try account.creditPending(charge, availableOn: from, expiresOn: until)
        case .hold(let charge, let until):
            try account.hold(charge, until: until, now: Self.now)
        case .capture(var hold, let amount):
            try account.capture(&hold, amount, now: Self.now)
        case .release(var hold):
            try account[hold.asset].release(&hold, now: Self.now, Self.way)
        case .reverse(let reversible, let amount):
            try Self.reverse(reversible, amount, &account)
        }
    }

    private static func reverse(
        _ reversible: Reversible,
        _ amount: Points?,
        _ account: inout Account
    ) throws(LedgerRefusal) -> Movement {
        var reversible = reversible
        guard let movement = try account[.points].reverse(&reversible, amount, way) else {
            throw .notReversible(reversible.target.kind)
        }
        return movement
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
