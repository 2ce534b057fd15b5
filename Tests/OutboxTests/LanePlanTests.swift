import Outbox
import TestSupport
import Testing
import Wire

@Suite("The plan of a lane")
struct LanePlanTests {
    private static let start = ContinuousClock.now
    private static let no: JSON = ["detail": "no"]

    private static func plan(_ adjust: (inout RelayLimits) -> Void = { _ in }) -> LanePlan {
        var limits = RelayLimits()
        adjust(&limits)
        return LanePlan(limits, largest: ["a": 500, "b": 1])
    }

    /// Rows by their members, numbered from 1 on.
    private static func rows(_ members: [String], kind: String = "a") -> [OutboxRow] {
        members.enumerated().map { index, member in
            OutboxRow(
                number: Int64(index + 1),
                id: "\(index + 1)",
                kind: kind,
                member: member,
                body: []
            )
        }
    }

    @Test("a pause doubles with each failure, up to a bound, and begins anew after a success")
    func pauses() throws {
        var plan = Self.plan()
        plan.load(Self.rows(["m"]))
        var now = Self.start
        for seconds in [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10] {
            let batch = try plan.batch(at: now)
            _ = plan.land(batch, .later(after: .zero, isBusy: false), at: now, jitter: 1)
            plan.expectNothing(at: now + .seconds(seconds) - .milliseconds(1))
            let wait = try plan.wait(at: now)
            #expect(abs(wait / .seconds(1) - seconds) < 0.000_001)
            now += .seconds(seconds)
        }
        let batch = try plan.batch(at: now)
        _ = plan.land(batch, .settled(parkedAlong: []), at: now, jitter: 1)
        #expect(plan.failures == 0)
        guard case .wait(until: nil) = plan.next(at: now) else {
            Issue.record("there is something to wait for")
            return
        }
    }

    @Test("a row waits for an owed one that it needs also where that is read later")
    func needReadLater() throws {
        let rows = [
            OutboxRow(number: 1, id: "1", kind: "a", member: "m", body: []),
            OutboxRow(
                number: 3,
                id: "3",
                kind: "a",
                member: "m",
                body: [],
                needs: "1",
                isNeedOwed: true
            ),
        ]
        var plan = Self.plan()
        // As when an operator has both sent again, and the lane reads on before it is told.
        plan.load([rows[1]])
        plan.expectNothing(at: Self.start)
        plan.load(rows)
        let first = try plan.batch(at: Self.start)
        #expect(first.rows.map(\.id) == ["1"])
        plan.expectNothing(at: Self.start)
        _ = plan.land(first, .settled(parkedAlong: []), at: Self.start, jitter: 1)
        let second = try plan.batch(at: Self.start)
        #expect(second.rows.map(\.id) == ["3"])
    }

    @Test("a neighbour that asks for a time gets it, and those who failed together wait once")
    func askedTime() throws {
        var plan = Self.plan { $0.largestBatch = 1 }
        plan.load(Self.rows(["m", "n", "o"]))
        let batches = (0..<3).compactMap { _ in plan.nextBatch(at: Self.start) }
        for batch in batches {
            _ = plan.land(
                batch,
                .later(after: .seconds(7), isBusy: false),
                at: Self.start,
                jitter: 0
            )
        }
        #expect(batches.count == 3)
        #expect(plan.failures == 1)
        let wait = try plan.wait(at: Self.start)
        #expect(wait == .seconds(7))
        // One finds out whether the neighbour is well; the others wait for it.
        _ = try plan.batch(at: Self.start + .seconds(7))
        plan.expectNothing(at: Self.start + .seconds(7))
    }

    @Test("time-outs make batches smaller, what gets through makes them larger again")
    func reach() throws {
        var plan = Self.plan()
        plan.load(Self.rows((0..<1000).map { "m\($0)" }))
        var now = Self.start
        var sizes: [Int] = []
        for _ in 0..<4 {
            let batch = try plan.batch(at: now)
            sizes.append(batch.rows.count)
            _ = plan.land(batch, .hung(reason: Self.no), at: now, jitter: 1)
            now += .seconds(10)
        }
        for _ in 0..<3 {
            let batch = try plan.batch(at: now)
            sizes.append(batch.rows.count)
            _ = plan.land(batch, .settled(parkedAlong: []), at: now, jitter: 1)
        }
        #expect(sizes == [500, 250, 125, 62, 31, 62, 124])
    }

    @Test("a token that is refused stops all, but for one look now and then")
    func denied() throws {
        var plan = Self.plan { $0.probePause = .seconds(15) }
        plan.load(Self.rows((0..<900).map { "m\($0)" }))
        let first = try plan.batch(at: Self.start)
        _ = plan.land(first, .denied, at: Self.start, jitter: 0)
        #expect(plan.isDenied)
        plan.expectNothing(at: Self.start + .seconds(14))
        let now = Self.start + .seconds(15)
        let probe = try plan.batch(at: now)
        plan.expectNothing(at: now)
        _ = plan.land(probe, .settled(parkedAlong: []), at: now, jitter: 0)
        #expect(!plan.isDenied)
        _ = try plan.batch(at: now)
    }

    @Test("kinds are not mixed, and a member's order holds across them")
    func kinds() throws {
        var plan = Self.plan()
        var rows = Self.rows(["m", "m", "n", "m"])
        rows[1] = OutboxRow(number: 2, id: "2", kind: "b", member: "m", body: [])
        plan.load(rows)
        let first = try plan.batch(at: Self.start)
        #expect(first.rows.map(\.id) == ["1", "3"])
        plan.expectNothing(at: Self.start)
        _ = plan.land(first, .settled(parkedAlong: []), at: Self.start, jitter: 0)
        let second = try plan.batch(at: Self.start)
        #expect(second.rows.map(\.id) == ["2"])
        plan.expectNothing(at: Self.start)
    }

    @Test(
        "a row that fails alone is parked where others get through, and only there",
        arguments: [true, false]
    )
    func patience(_ othersGetThrough: Bool) throws {
        var plan = Self.plan()
        plan.load(Self.rows(["bad"]))
        var now = Self.start
        var attempts = 0
        var number: Int64 = 1
        while true {
            let batch = try plan.batch(at: now)
            attempts += 1
            if let parking = plan.land(batch, .broke(reason: Self.no), at: now, jitter: 1) {
                #expect(parking.reason == Self.no)
                _ = plan.land(parking.batch, .parked(parkedAlong: []), at: now, jitter: 1)
                break
            }
            if othersGetThrough || attempts == 30 {
                now += .seconds(10)
                number += 1
                plan.load([
                    OutboxRow(number: number, id: "\(number)", kind: "a", member: "m", body: [])
                ])
                let other = try plan.batch(at: now)
                _ = plan.land(other, .settled(parkedAlong: []), at: now, jitter: 1)
            }
            now += .seconds(10)
        }
        #expect(attempts == (othersGetThrough ? 3 : 31))
        #expect(plan.flights == 0)
        plan.expectNothing(at: now)
    }

    @Test("what is left of a batch of which the rest got through is parked without further ones")
    func leftOver() throws {
        var plan = Self.plan()
        plan.load(Self.rows(["m", "n", "bad", "bad", "m"]))
        let run = plan.run(rounds: 60, from: Self.start) { batch in
            batch.rows.contains { $0.id == "3" } ? .broke(reason: Self.no) : nil
        }
        #expect(Set(run.settled) == ["1", "2", "4", "5"])
        #expect(run.parked == ["3"])
    }

    @Test("a row at fault holds up nobody who was only in one batch with its member's next one")
    func tied() {
        var plan = Self.plan()
        plan.load(Self.rows(["m", "m", "o"]))
        let run = plan.run(rounds: 60, from: Self.start) { batch in
            batch.rows.contains { $0.id == "1" } ? .broke(reason: Self.no) : nil
        }
        // The other one's row shows that the neighbour is well, so the first is at fault.
        #expect(run.settled == ["3", "2"])
        #expect(run.parked == ["1"])
    }

    @Test("rows that hang hold up neither each other nor what comes after them")
    func hanging() throws {
        var plan = Self.plan()
        plan.load(Self.rows(["m", "n", "o", "p", "q", "r"], kind: "b"))
        // An outage: all that are under way hang.
        let away = (0..<4).compactMap { _ in plan.nextBatch(at: Self.start) }
        for batch in away {
            _ = plan.land(batch, .hung(reason: Self.no), at: Self.start, jitter: 1)
        }
        #expect(away.flatMap(\.rows).map(\.id) == ["1", "2", "3", "4"])
        // Then it is over, but for one.
        let run = plan.run(rounds: 20, from: Self.start) { batch in
            batch.rows[0].id == "1" ? .hung(reason: Self.no) : nil
        }
        #expect(Set(run.settled) == ["2", "3", "4", "5", "6"])
        #expect(run.parked == ["1"])
    }

    @Test("as many rows at fault as may be under way hold up no others", arguments: [true, false])
    func manyAtFault(_ doHang: Bool) throws {
        var plan = Self.plan()
        plan.load(Self.rows((1...12).map { "m\($0)" }, kind: "b"))
        let bad: Set<String> = ["1", "2", "3", "4", "5", "6"]
        let run = plan.run(rounds: 200, from: Self.start) { batch in
            guard bad.contains(batch.rows[0].id) else { return nil }
            return doHang ? .hung(reason: Self.no) : .broke(reason: Self.no)
        }
        #expect(Set(run.settled) == Set((7...12).map { "\($0)" }))
        #expect(Set(run.parked) == bad)
    }

    @Test("whatever comes back, no member is in two batches and each row settles in its order")
    func random() {
        let seed = SeededGenerator.seed(for: "lane plan")
        for round in 0..<200 {
            var walk = PlanWalk(seed: seed &+ UInt64(round))
            walk.run()
            #expect(walk.faults.isEmpty, "seed \(seed), round \(round): \(walk.faults)")
        }
    }
}

extension LanePlan {
    /// The next batch, or nil where none may go out.
    fileprivate mutating func nextBatch(at now: ContinuousClock.Instant) -> LaneBatch? {
        if case .send(let batch) = next(at: now) { batch } else { nil }
    }

    /// How long to wait for the next look, where nothing may go out and there is to be one.
    fileprivate mutating func wait(at now: ContinuousClock.Instant) throws -> Duration {
        guard case .wait(until: let wakeUp) = next(at: now) else { return .zero }
        return now.duration(to: try #require(wakeUp))
    }

    /// The next batch, which there must be.
    fileprivate mutating func batch(at now: ContinuousClock.Instant) throws -> LaneBatch {
        let batch = nextBatch(at: now)
        return try #require(batch)
    }

    /// Sends what may go out, again and again after some time; what is not said to fail settles.
    fileprivate mutating func run(
        rounds: Int,
        from start: ContinuousClock.Instant,
        failing: (LaneBatch) -> Landing?
    ) -> (settled: [String], parked: [String]) {
        var settled: [String] = []
        var parked: [String] = []
        var now = start
        for _ in 0..<rounds {
            now += .seconds(15)
            while let batch = nextBatch(at: now) {
                guard let landing = failing(batch) else {
                    _ = land(batch, .settled(parkedAlong: []), at: now, jitter: 1)
                    settled += batch.rows.map(\.id)
                    continue
                }
                guard let parking = land(batch, landing, at: now, jitter: 1) else { continue }
                _ = land(parking.batch, .parked(parkedAlong: []), at: now, jitter: 1)
                parked += parking.batch.rows.map(\.id)
            }
        }
        return (settled, parked)
    }

    /// Expects that nothing may go out.
    fileprivate mutating func expectNothing(
        at now: ContinuousClock.Instant,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let batch = nextBatch(at: now)
        #expect(batch == nil, sourceLocation: sourceLocation)
    }
}

/// A random walk through a plan, checked after every step.
private struct PlanWalk {
    private var dice: SeededGenerator
    private var plan: LanePlan
    private var now = ContinuousClock.now
    private var away: [(batch: LaneBatch, parking: LanePlan.Parking?)] = []
    private var loaded: Int64 = 0
    private var settled: [String: Int64] = [:]
    private(set) var faults: [String] = []

    init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
        var limits = RelayLimits()
        limits.largestBatch = Int(dice.next() % 8) + 1
        plan = LanePlan(limits, largest: ["a": 500])
    }

    mutating func run() {
        for step in 0..<600 where faults.isEmpty {
            if step < 300, dice.next() % 3 == 0 { load() }
            while dice.next() % 4 != 0, let batch = plan.nextBatch(at: now) { send(batch) }
            if !away.isEmpty, dice.next() % 2 == 0 {
                land(Int(dice.next() % UInt64(away.count)), isCalm: step > 400)
            }
            now += .milliseconds(Int64(dice.next() % 4000))
        }
        while faults.isEmpty {
            now += .seconds(20)
            if !away.isEmpty { land(0, isCalm: true) }
            while let batch = plan.nextBatch(at: now) { send(batch) }
            if away.isEmpty { break }
        }
        if !plan.ready.isEmpty { faults.append("\(plan.ready.count) rows are left") }
        if plan.flights != 0 { faults.append("\(plan.flights) flights are left") }
    }

    private mutating func load() {
        let rows = (0..<(dice.next() % 6)).map { _ in
            loaded += 1
            return OutboxRow(
                number: loaded,
                id: "\(loaded)",
                kind: "a",
                member: "m\(dice.next() % 5)",
                body: []
            )
        }
        plan.load(rows)
    }

    private mutating func send(_ batch: LaneBatch) {
        let busy = Set(away.flatMap(\.batch.rows).map(\.member))
        for row in batch.rows where busy.contains(row.member) {
            faults.append("\(row.member) is in two batches")
        }
        away.append((batch, nil))
    }

    private mutating func land(_ index: Int, isCalm: Bool) {
        let (batch, parking) = away.remove(at: index)
        let landing: Landing
        if parking != nil {
            landing = .parked(parkedAlong: [])
        } else {
            switch isCalm ? 9 : dice.next() % 10 {
            case 0: landing = .faulty(reason: .null)
            case 1: landing = .broke(reason: .null)
            case 2: landing = .later(after: .zero, isBusy: true)
            case 3: landing = .hung(reason: .null)
            case 4: landing = .denied
            default: landing = .settled(parkedAlong: [])
            }
        }
        switch landing {
        case .settled, .parked:
            for row in batch.rows {
                if settled[row.member, default: 0] > row.number {
                    faults.append("row \(row.id) of \(row.member) is out of its order")
                }
                settled[row.member] = row.number
            }
        default: break
        }
        if let parking = plan.land(batch, landing, at: now, jitter: 0.5) {
            away.append((parking.batch, parking))
        }
    }
}
