import GatewayDomain
import Primitives
import Storage

/// An account as an operation finds or opens it.
struct OpenedAccount: Sendable {
    let number: Int64
    let state: Account.State
    let salt: [UInt8]
    /// An instant before which nothing is due in it.
    var nextDue: Instant
    /// What it has, in the order of the assets' names; the lots only where they were asked for.
    private(set) var holdings: [Holding] = []
    /// Whether the lots were asked for.
    private(set) var hasLots = false
    /// The place of the newest line of its statement, 0 where it has none.
    var lastEntry: Int64 = 0
    /// When the newest line was written.
    private(set) var newestAt = Instant(milliseconds: 0)

    /// Later than anything that is ever due.
    static let never = Instant(milliseconds: .max)

    /// An account that has just been opened.
    init(number: Int64, salt: [UInt8]) {
        self.number = number
        self.salt = salt
        state = .open
        nextDue = Self.never
    }

    /// The account of the first row of its result.
    fileprivate init(_ row: borrowing Row) throws {
        guard let state = Account.State(rawValue: row.int(1)) else {
            throw StorageError.fault("an account has a state that is none")
        }
        number = row.int(0)
        self.state = state
        salt = row.blob(2)
        nextDue = Instant(milliseconds: row.int(3))
    }

    /// Adds the balance of a row.
    fileprivate mutating func add(balance row: borrowing Row) throws {
        holdings.append(
            Holding(asset: try AssetID(stored: row.text(4)), balance: Balance(row, from: 5))
        )
        lastEntry = max(lastEntry, row.int(10))
        newestAt = max(newestAt, Instant(milliseconds: row.int(11)))
    }

    /// The instant at which a command works on the account: time never goes back in an account,
    /// whatever the clock did between a command's arrival and its turn, so that what was settled
    /// as over stays over.
    func time(at now: Instant) -> Instant { max(now, newestAt) }
}

extension Snapshot {
    /// A member's account with its balances, or nil while the member has none.
    borrowing func account(of member: MemberID) throws -> OpenedAccount? {
        var opened: OpenedAccount?
        try each(
            """
            SELECT number, state, salt, next_due,
                asset, available, pending, held, earned, spent, entry, at
            FROM account LEFT JOIN holding
                ON holding.account = account.number AND day = -9999999
            WHERE member = ? ORDER BY asset
            """,
            .text(member.text)
        ) { try OpenedAccount.gather($0, in: &opened) }
        return opened
    }

    /// A member's account with its balances and lots, or nil while the member has none.
    borrowing func accountWithLots(of member: MemberID) throws -> OpenedAccount? {
        var opened: OpenedAccount?
        var lots: [String: [Lots.Lot]] = [:]
        try each(
            """
            SELECT number, state, salt, next_due,
                asset, available, pending, held, earned, spent, entry, at,
                day, is_extended, available, lapsed
            FROM account LEFT JOIN holding ON holding.account = account.number
            WHERE member = ? ORDER BY day, asset
            """,
            .text(member.text)
        ) { row in
            if !row.isNull(12), row.int(12) != -9_999_999 {
                lots[row.text(4), default: []].append(Lots.Lot(row, from: 12))
            } else {
                try OpenedAccount.gather(row, in: &opened)
            }
        }
        opened?.fill(with: lots)
        return opened
    }

    /// The account of a number with its balances, or nil where there is none.
    borrowing func account(_ number: Int64) throws -> OpenedAccount? {
        var opened: OpenedAccount?
        try each(
            """
            SELECT number, state, salt, next_due,
                asset, available, pending, held, earned, spent, entry, at
            FROM account LEFT JOIN holding
                ON holding.account = account.number AND day = -9999999
            WHERE number = ? ORDER BY asset
            """,
            .int(number)
        ) { try OpenedAccount.gather($0, in: &opened) }
        return opened
    }

    /// The member of an account, or nil where there is none.
    borrowing func member(of account: Int64) throws -> MemberID? {
        try first(
            "SELECT COALESCE(member, '') FROM account WHERE number = ?",
            .int(account)
        ) { MemberID($0.text(0)) } ?? nil
    }

    /// What an account has, with as many lots as a command needs to know.
    borrowing func holdings(
        of opened: OpenedAccount,
        _ need: Book.Need
    ) throws -> [Holding] {
        guard need != .balances, !opened.hasLots else { return opened.holdings }
        var lots: [String: [Lots.Lot]] = [:]
        try each(
            """
            SELECT day, is_extended, available, lapsed, asset FROM holding
            WHERE account = ? AND day > -9999999 AND available >= ?
            """,
            .int(opened.number),
            .int(need == .spendable ? 1 : 0)
        ) { lots[$0.text(4), default: []].append(Lots.Lot($0, from: 0)) }
        var opened = opened
        opened.fill(with: lots)
        return opened.holdings
    }
}

extension OpenedAccount {
    /// Adds the lots by their assets.
    fileprivate mutating func fill(with lots: [String: [Lots.Lot]]) {
        hasLots = true
        holdings = holdings.map { holding in
            Holding(
                asset: holding.asset,
                balance: holding.balance,
                lots: Lots(lots[holding.asset.text] ?? [])
            )
        }
    }

    /// Gathers the rows of one account; of one without balances there is one row.
    fileprivate static func gather(_ row: borrowing Row, in opened: inout OpenedAccount?) throws {
        var account = try opened ?? OpenedAccount(row)
        if !row.isNull(4) { try account.add(balance: row) }
        opened = account
    }
}

extension Lots.Lot {
    /// The lot of a row whose columns from `first` on are its parts.
    fileprivate init(_ row: borrowing Row, from first: Int32) {
        self.init(
            key: LotKey(stored: row.int(first), isExtended: row.int(first + 1) != 0),
            available: row.int(first + 2),
            lapsed: row.int(first + 3)
        )
    }
}

extension Balance {
    /// The balance of a row whose columns from `first` on are its parts.
    init(_ row: borrowing Row, from first: Int32) {
        self.init(
            available: Points(row.int(first)),
            pending: Points(row.int(first + 1)),
            held: Points(row.int(first + 2)),
            earnedTotal: Points(row.int(first + 3)),
            spentTotal: Points(row.int(first + 4))
        )
    }
}

extension AssetID {
    /// The asset of a row.
    init(stored text: String) throws {
        guard let asset = AssetID(text) else {
            throw StorageError.fault("a row has an asset that is none")
        }
        self = asset
    }
}

extension LotKey {
    /// The number that is stored for points that never expire.
    private static let neverDay: Int64 = 9_999_999

    /// The lot of a stored day.
    init(stored day: Int64, isExtended: Bool) {
        self.init(
            lastDay: day == Self.neverDay ? nil : CalendarDay(daysSinceEpoch: day),
            isExtended: isExtended
        )
    }

    /// The number that is stored for its day.
    var storedDay: Int64 { lastDay?.daysSinceEpoch ?? Self.neverDay }
}
