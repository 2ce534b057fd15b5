import GatewayDomain
import Primitives
import Storage

/// An account as an operation finds or opens it.
struct OpenedAccount: Sendable {
    let number: Int64
    let state: Account.State
    let salt: [UInt8]
    /// The place of the newest line of its statement, 0 where it has none.
    var lastEntry: Int64
    /// An instant before which nothing is due in it.
    var nextDue: Instant

    /// When the newest line was written.
    let newestAt: Instant

    /// Later than anything that is ever due.
    static let never = Instant(milliseconds: .max)

    /// An account that has just been opened.
    init(number: Int64, salt: [UInt8]) {
        self.number = number
        self.salt = salt
        state = .open
        lastEntry = 0
        nextDue = Self.never
        newestAt = Instant(milliseconds: .min)
    }

    fileprivate init(_ row: borrowing Row) throws {
        guard let state = Account.State(rawValue: row.int(1)) else {
            throw StorageError.fault("an account has a state that is none")
        }
        number = row.int(0)
        self.state = state
        salt = row.blob(2)
        lastEntry = row.int(3)
        nextDue = Instant(milliseconds: row.int(4))
        newestAt = Instant(milliseconds: row.int(5))
    }

    /// The instant at which a command works on the account: time never goes back in an account,
    /// whatever the clock did between a command's arrival and its turn, so that what was settled
    /// as over stays over.
    func time(at now: Instant) -> Instant { max(now, newestAt) }
}

extension Snapshot {
    /// A member's account, or nil while the member has none.
    borrowing func account(of member: MemberID) throws -> OpenedAccount? {
        try first(
            """
            SELECT account.number, state, salt, COALESCE(newest.entry, 0), next_due,
                COALESCE(newest.at, 0)
            FROM account LEFT JOIN transfer AS newest ON newest.account = account.number
                AND newest.entry =
                    (SELECT MAX(entry) FROM transfer WHERE account = account.number)
            WHERE member = ?
            """,
            .text(member.text),
            as: OpenedAccount.init
        )
    }

    /// The account of a number, or nil where there is none.
    borrowing func account(_ number: Int64) throws -> OpenedAccount? {
        try first(
            """
            SELECT account.number, state, salt, COALESCE(newest.entry, 0), next_due,
                COALESCE(newest.at, 0)
            FROM account LEFT JOIN transfer AS newest ON newest.account = account.number
                AND newest.entry =
                    (SELECT MAX(entry) FROM transfer WHERE account = account.number)
            WHERE account.number = ?
            """,
            .int(number),
            as: OpenedAccount.init
        )
    }

    /// The member of an account, or nil where there is none.
    borrowing func member(of account: Int64) throws -> MemberID? {
        try first(
            "SELECT COALESCE(member, '') FROM account WHERE number = ?",
            .int(account)
        ) { MemberID($0.text(0)) } ?? nil
    }

    /// What an account has of an asset, or nil where it has never had any.
    borrowing func balance(of account: Int64, _ asset: AssetID) throws -> Balance? {
        try first(
            """
            SELECT available, pending, held, earned, spent FROM balance
            WHERE account = ? AND asset = ?
            """,
            .int(account),
            .text(asset.text)
        ) { Balance($0, from: 0) }
    }

    /// An account's lots of an asset.
    borrowing func lots(of account: Int64, _ asset: AssetID) throws -> Lots {
        Lots(
            try all(
                """
                SELECT day, is_extended, available, lapsed FROM lot
                WHERE account = ? AND asset = ?
                """,
                .int(account),
                .text(asset.text)
            ) { Lots.Lot($0) }
        )
    }

    /// An account's lots of an asset of which something can be spent.
    borrowing func spendableLots(of account: Int64, _ asset: AssetID) throws -> Lots {
        Lots(
            try all(
                """
                SELECT day, is_extended, available, lapsed FROM lot
                WHERE account = ? AND asset = ? AND available > 0
                """,
                .int(account),
                .text(asset.text)
            ) { Lots.Lot($0) }
        )
    }

    /// What an account has, as far as a command needs to know it.
    borrowing func holdings(of account: Int64, _ need: Book.Need) throws -> [Holding] {
        switch need {
        case .nothing: return []
        case .balances(let assets):
            return try assets.map { asset in
                Holding(asset: asset, balance: try balance(of: account, asset) ?? Balance())
            }
        case .spendable(let assets):
            return try assets.map { asset in
                Holding(
                    asset: asset,
                    balance: try balance(of: account, asset) ?? Balance(),
                    lots: try spendableLots(of: account, asset)
                )
            }
        case .lots(let assets):
            return try assets.map { asset in
                Holding(
                    asset: asset,
                    balance: try balance(of: account, asset) ?? Balance(),
                    lots: try lots(of: account, asset)
                )
            }
        case .everything: return try everything(of: account)
        }
    }

    private borrowing func everything(of account: Int64) throws -> [Holding] {
        var lots: [String: [Lots.Lot]] = [:]
        try each(
            "SELECT day, is_extended, available, lapsed, asset FROM lot WHERE account = ?",
            .int(account)
        ) { lots[$0.text(4), default: []].append(Lots.Lot($0)) }
        return try all(
            """
            SELECT asset, available, pending, held, earned, spent FROM balance
            WHERE account = ? ORDER BY asset
            """,
            .int(account)
        ) { row in
            let asset = try AssetID(stored: row.text(0))
            return Holding(
                asset: asset,
                balance: Balance(row, from: 1),
                lots: Lots(lots[asset.text] ?? [])
            )
        }
    }
}

extension Lots.Lot {
    /// The lot of a row.
    fileprivate init(_ row: borrowing Row) {
        self.init(
            key: LotKey(stored: row.int(0), isExtended: row.int(1) != 0),
            available: row.int(2),
            lapsed: row.int(3)
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
