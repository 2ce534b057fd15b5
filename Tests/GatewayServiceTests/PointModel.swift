/// What one member has, kept as single points, each with its origin and the place where it is.
///
/// The sentences of the design are written as plainly as can be. Points of one lot are alike:
/// nothing that is compared depends on which of them is taken.
struct PointModel: Sendable {
    /// A number of points of an asset.
    struct Amount: Sendable {
        let asset: String
        let count: Int
    }

    /// Points that end with one day, extended ones apart; `Int64.max` is never.
    struct Lot: Hashable, Comparable, Sendable {
        let lastDay: Int64
        var isExtended = false

        static func < (left: Lot, right: Lot) -> Bool {
            left.lastDay == right.lastDay
                ? !left.isExtended && right.isExtended : left.lastDay < right.lastDay
        }
    }

    /// Where a point is; transfers are named by their keys.
    enum Place: Hashable, Sendable {
        case available(Lot)
        case pending(String)
        case held(String, Lot)
        case spent(String)
        case gone(Lot)
        case takenBack(String)
    }

    /// One point.
    struct Point: Sendable {
        let asset: String
        /// The credit that issued it.
        let origin: String
        var place: Place
    }

    /// A transfer, point by point.
    struct Transfer: Sendable {
        let kind: String
        let asset: String
        let amount: Int
        /// Where each point was that it took and has not given back, the last taken last.
        var taken: [Place] = []
        /// Where each point came to that it brought, the last brought last.
        var brought: [Place] = []
        var undone = 0
        /// The beginning of a chain of reversals.
        var root: String?

        var isTaking: Bool { brought.isEmpty }
    }

    /// Points that become available at an instant, and then lie in a lot.
    struct Pending: Sendable {
        let asset: String
        let availableAt: Int64
        let expiresOn: Int64?
        var lot: Lot?
    }

    /// Points that are reserved until an instant.
    struct Hold: Sendable {
        let asset: String
        let lapsesAt: Int64
        var refusalOfUse: String?
    }

    /// What an operation comes to.
    enum Outcome: Hashable, Sendable {
        case applied(kind: String, asset: String, amount: Int, balance: [Int])
        case refused(String)
    }

    let terms: PointTerms
    var now: Int64
    var isFrozen = false
    var points: [Point] = []
    var transfers: [String: Transfer] = [:]
    var pendings: [String: Pending] = [:]
    var holds: [String: Hold] = [:]
    /// How many rows the statement has.
    var rows = 0

    init(_ terms: PointTerms, now: Int64) {
        self.terms = terms
        self.now = now
    }

    var today: Int64 { terms.day(of: now) }
}

// MARK: What there is

extension PointModel {
    /// How many points of an asset are in places of some kind.
    func count(_ asset: String, where isCounted: (Place) -> Bool) -> Int {
        points.count { $0.asset == asset && isCounted($0.place) }
    }

    func available(_ asset: String) -> Int {
        count(asset) { if case .available = $0 { true } else { false } }
    }

    /// What is available, pending and held.
    func balance(_ asset: String) -> [Int] {
        [
            available(asset),
            count(asset) { if case .pending = $0 { true } else { false } },
            count(asset) { if case .held = $0 { true } else { false } },
        ]
    }

    /// What has become available and was not taken back, and what of it is spent.
    func totals(_ asset: String) -> [Int] {
        let spent = count(asset) { if case .spent = $0 { true } else { false } }
        let gone = count(asset) { if case .gone = $0 { true } else { false } }
        let balance = balance(asset)
        return [balance[0] + balance[2] + gone + spent, spent]
    }

    /// What ends on each day.
    func expiring(_ asset: String) -> [Int64: Int] {
        var days: [Int64: Int] = [:]
        for point in points where point.asset == asset {
            guard case .available(let lot) = point.place, lot.lastDay < .max else { continue }
            days[lot.lastDay, default: 0] += 1
        }
        return days
    }

    /// The lots of the available points of an asset, a lot for each point, earliest end first.
    func lots(_ asset: String) -> [Lot] {
        points.compactMap { point in
            guard point.asset == asset, case .available(let lot) = point.place else { return nil }
            return lot
        }.sorted()
    }

    /// Moves some point of an asset from a place to another.
    mutating func move(_ asset: String, from: Place, to: Place) {
        guard let index = points.firstIndex(where: { $0.asset == asset && $0.place == from })
        else { fatalError("the model has lost a point of \(from)") }
        points[index].place = to
    }
}
