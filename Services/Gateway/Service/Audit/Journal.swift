import GatewayDomain
import Primitives
import Storage

/// What an account must have by its rows alone, added up without the rules that made them.
struct Journal {
    /// One kind of number of an account, as the store keeps it beside the rows.
    enum Name: Hashable, Comparable {
        case balance(asset: String, part: String)
        case lot(asset: String, day: Int64, isExtended: Bool, part: String)
        /// The sum of what is pending, or held, of an asset.
        case open(asset: String, what: String)
        /// The place of the newest line.
        case newestLine
        /// How much of a transfer is undone.
        case undone(TimeOrderedID)

        /// The name for people.
        var text: String {
            switch self {
            case .balance(_, let part): "balance.\(part)"
            case .lot(_, let day, let isExtended, let part):
                "lot.\(LotKey(stored: day, isExtended: isExtended).name).\(part)"
            case .open(_, let what): "open.\(what)"
            case .newestLine: "newestLine"
            case .undone(let id): "undone.\(id)"
            }
        }

        /// The asset that it is about, or nil.
        var asset: String? {
            switch self {
            case .balance(let asset, _), .lot(let asset, _, _, _), .open(let asset, _): asset
            case .newestLine, .undone: nil
            }
        }

        static func < (left: Name, right: Name) -> Bool {
            (left.asset ?? "", left.text) < (right.asset ?? "", right.text)
        }
    }

    /// The numbers; one that is not there is 0.
    private(set) var sums: [Name: Int64] = [:]
    /// The lines whose balances are not the sums of the rows up to them, or whose amounts are
    /// not what their postings move.
    private(set) var oddEntries: [Int64] = []
    /// The line up to which rows were added.
    private(set) var lastEntry: Int64 = 0

    mutating func add(_ name: Name, _ amount: Int64) {
        guard amount != 0 else { return }
        // Sums of a damaged store may leave 64 bits; then they differ from what is stored.
        let sum = sums[name, default: 0].addingReportingOverflow(amount).partialValue
        sums[name] = sum == 0 ? nil : sum
    }

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - record: The row; rows come in the order of their lines.
    ///   - tookPoints: Whether a transfer took points, for the chain of what a reversal undoes.
    /// - Throws: `StorageError` where what is stored is no row.
    mutating func add(
        _ record: TransferRecord,
        tookPoints: (TimeOrderedID) throws -> Bool?
    ) throws {
        let postings = try record.allPostings()
        let asset = record.asset
        for posting in postings { add(posting, asset) }
        let reached = postings.available + postings.lapsed
        switch record.counterparty {
        case .issuance: add(.balance(asset: asset, part: "earned"), reached)
        case .redemption:
            add(.balance(asset: asset, part: "spent"), -(reached + postings.held))
        case .none where record.kind == .confirmation:
            add(.balance(asset: asset, part: "earned"), reached)
        case .none, .expiry: break
        }
        if record.kind == .reversal { try undo(record, postings, tookPoints) }
        let entry = record.entry ?? 0
        let isNext = entry == lastEntry + 1
        lastEntry = entry
        let isRight =
            sums[.balance(asset: asset, part: "available"), default: 0] == record.available
            && sums[.balance(asset: asset, part: "pending"), default: 0] == record.pending
            && sums[.balance(asset: asset, part: "held"), default: 0] == record.held
            && max(postings.destinations.total, postings.sources.total) == record.amount
        if !isNext || !isRight { oddEntries.append(entry) }
    }

    private mutating func add(_ posting: Posting, _ asset: String) {
        switch posting.place {
        case .lot(let key):
            add(.balance(asset: asset, part: "available"), posting.amount)
            add(.lot(key, of: asset, "available"), posting.amount)
        case .lapsed(let key): add(.lot(key, of: asset, "lapsed"), posting.amount)
        case .held:
            add(.balance(asset: asset, part: "held"), posting.amount)
            add(.open(asset: asset, what: "held"), posting.amount)
        case .pending:
            add(.balance(asset: asset, part: "pending"), posting.amount)
            add(.open(asset: asset, what: "pending"), posting.amount)
        }
    }

    private mutating func undo(
        _ record: TransferRecord,
        _ postings: [Posting],
        _ tookPoints: (TimeOrderedID) throws -> Bool?
    ) throws {
        guard let parent = record.parent else { return }
        add(.undone(parent), record.amount)
        guard let origin = record.origin, let originTook = try tookPoints(origin) else { return }
        let givesBack = !postings.destinations.isEmpty
        add(.undone(origin), givesBack == originTook ? record.amount : -record.amount)
    }
}

extension Journal.Name {
    static func lot(_ key: LotKey, of asset: String, _ part: String) -> Journal.Name {
        .lot(asset: asset, day: key.storedDay, isExtended: key.isExtended, part: part)
    }
}

extension LotKey {
    /// The lot's name for people.
    fileprivate var name: String {
        (lastDay?.description ?? "never") + (isExtended ? " extended" : "")
    }
}
