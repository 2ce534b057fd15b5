import Primitives
import TestSupport
import Wire

/// Makes the requests of a load, and knows from their answers what the service must have.
struct LoadTraffic: Sendable {
    /// More points than any member ever gets.
    static let unaffordable: Int64 = 1_000_000_000
    /// How many members read with tokens of their own.
    static let readers = 64
    /// Of so many members one only ever gets points, half of which end with the day.
    private static let nightShare = 20

    let night: LoadNight
    var random: SeededGenerator
    var members: [LoadMember]
    var movements = LoadPool<LoadMovement>(limit: 4096)
    var holds = LoadPool<LoadHold>(limit: 512)
    var orders = LoadPool<LoadOrder>(limit: 4096)
    var remembered: LoadSample<LoadExchange>
    /// The latest answers, which a kill would lose first.
    var latest = LoadPool<LoadExchange>(limit: 256)
    /// Orders whose refund has been sent already.
    var lateOrders: [LoadOrder] = []
    var chainNumber: Int64 = 0
    private var count = 0

    init(_ plan: LoadPlan, seed: UInt64, night: LoadNight) {
        self.night = night
        random = SeededGenerator(seed: seed)
        members = Array(repeating: LoadMember(), count: plan.members)
        remembered = LoadSample(limit: plan.remembered)
    }

    /// The next request.
    mutating func next(at now: Instant) -> LoadRequest {
        let kind = LoadKind.urn.randomElement(using: &random) ?? .credit
        let request = request(of: kind, at: now) ?? credit(at: now)
        begin(request)
        return request
    }

    private mutating func request(of kind: LoadKind, at now: Instant) -> LoadRequest? {
        switch kind {
        case .credit: credit(at: now)
        case .debit: debit()
        case .batch: batch(at: now)
        case .hold: hold(at: now)
        case .holdEnd: holdEnd()
        case .reversal: reversal()
        case .order: lateOrders.popLast().map { order($0, at: now) } ?? order(freshOrder(), at: now)
        case .follower: follower(at: now)
        case .orders: orders(at: now)
        case .balance: balance()
        case .statement: statement()
        case .lookUp: lookUp()
        case .find: find()
        case .chain: chain()
        case .again: remembered.look(&random)?.again
        case .reused: reused(at: now)
        case .faulty: faulty(at: now)
        }
    }

    /// A first credit for each of some members.
    mutating func opening(_ range: Range<Int>) -> LoadRequest {
        let request = batch(
            range.map { member in
                let amount = Int64.random(in: 1...500, using: &random)
                return LoadOperation(
                    member: member,
                    work: .credit(.init(asset: .points, amount: amount), endsTonight: false),
                    key: nextKey()
                )
            }
        )
        begin(request)
        return request
    }

    private mutating func begin(_ request: LoadRequest) {
        guard case .write(let operations) = request.purpose else { return }
        for operation in operations { members[operation.member].begin() }
    }

    // MARK: What requests are made of

    /// A new key: most follow each other, some lie anywhere, as keys made by chance do.
    mutating func nextKey() -> String {
        count += 1
        guard count.isMultiple(of: 4) else { return "load-\(count)" }
        return String(random.next(), radix: 16) + "-\(count)"
    }

    mutating func anyMember() -> Int {
        Int.random(in: 0..<members.count, using: &random)
    }

    /// A member that spends as well.
    mutating func spender() -> Int {
        let member = anyMember()
        return isOfTheNight(member) ? member + 1 : member
    }

    func isOfTheNight(_ member: Int) -> Bool {
        member.isMultiple(of: Self.nightShare) && member + 1 < members.count
    }

    mutating func amount(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range, using: &random)
    }

    mutating func chance(_ one: Int, of all: Int) -> Bool {
        Int.random(in: 0..<all, using: &random) < one
    }

    /// A moment after another, soon enough for what is due then to come due under the load.
    mutating func moment(after now: Instant) -> String {
        let wait = Int64.random(in: 1_000...5_000, using: &random)
        return Instant(milliseconds: now.milliseconds + wait).description
    }
}

extension JSON.Member {
    static func member(_ number: Int) -> JSON.Member { .init("member", .string("m-\(number)")) }

    static func amount(_ amount: Int64) -> JSON.Member { .init("amount", .integer(amount)) }

    static let reason = JSON.Member("reason", "load")
}

extension [JSON.Member] {
    /// The bytes of an object with these members.
    var bytes: [UInt8] { JSONWriter.bytes(of: .object(self)) }
}
