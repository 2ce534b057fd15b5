import Outbox
import TestSupport
import Testing
import Wire

@Suite("A lane that is left to itself")
struct LaneLivenessTests {
    @Test("never stands still, parks what is at fault and what needs it, and settles all else")
    func random() {
        let seed = SeededGenerator.seed(for: "lane liveness")
        for round in 0..<150 {
            var course = LaneCourse(seed: seed &+ UInt64(round))
            course.run()
            #expect(course.faults.isEmpty, "seed \(seed), round \(round): \(course.faults)")
        }
    }
}

/// A neighbour that does with each row what is right for it, and a clock that goes from one event
/// to the next: a lane that nothing would wake stands still.
private struct LaneCourse {
    /// What the neighbour does with a row, each time.
    private enum Nature: CaseIterable {
        case good, broken, slow, senseless
    }

    private enum End {
        case settled, parked
    }

    private struct Flight {
        let batch: LaneBatch
        let landsAt: ContinuousClock.Instant
        let isParking: Bool
    }

    private static let start = ContinuousClock.now
    /// How often a row comes of a member who has none at fault.
    private static let traffic = Duration.seconds(10)

    private var dice: SeededGenerator
    private var plan: LanePlan
    private var now = LaneCourse.start
    private var nextRow: ContinuousClock.Instant? = LaneCourse.start + LaneCourse.traffic
    private var away: [Flight] = []
    /// By their numbers less one: what each row is, and which it needs, 0 for none.
    private var natures: [Nature] = []
    private var needs: [Int64] = []
    private var ends: [Int64: End] = [:]
    private var last: [String: Int64] = [:]
    private(set) var faults: [String] = []

    init(seed: UInt64) {
        dice = SeededGenerator(seed: seed)
        var limits = RelayLimits()
        limits.largestBatch = Int.random(in: 1...12, using: &dice)
        plan = LanePlan(limits, largest: ["a": 500])
        let count = Int.random(in: 10...50, using: &dice)
        let rows = (0..<count).map { _ in
            let member = "m\(Int.random(in: 0..<6, using: &dice))"
            let isGood = Int.random(in: 0..<3, using: &dice) > 0
            let nature: Nature =
                isGood ? .good : Nature.allCases.randomElement(using: &dice) ?? .good
            return row(of: member, nature, mayNeed: true)
        }
        plan.load(rows)
    }

    /// Goes from event to event until every row has its end.
    mutating func run() {
        for _ in 0..<20_000 {
            guard faults.isEmpty else { return }
            switch plan.next(at: now) {
            case .send(let batch): send(batch)
            case .wait(until: let wakeUp):
                guard ends.count < natures.count else { return check() }
                goOn(to: wakeUp)
            }
        }
        faults.append("\(natures.count - ends.count) of \(natures.count) rows have no end")
    }

    private mutating func send(_ batch: LaneBatch) {
        let busy = Set(away.flatMap(\.batch.rows).map(\.member))
        if !busy.isDisjoint(with: batch.rows.map(\.member)) {
            faults.append("a member is in two batches")
        }
        let isSlow = batch.rows.contains { nature(of: $0) == .slow }
        let time = isSlow ? 15_000 : Int.random(in: 1...400, using: &dice)
        away.append(
            Flight(batch: batch, landsAt: now + .milliseconds(time), isParking: false)
        )
    }

    /// Has the next thing happen: a row comes, or a batch lands, or a pause is over.
    private mutating func goOn(to wakeUp: ContinuousClock.Instant?) {
        if let wakeUp, wakeUp <= now { return faults.append("it was told to look in vain") }
        if wakeUp == nil, away.isEmpty { return faults.append("it stands still") }
        let events = away.map(\.landsAt) + [wakeUp, nextRow].compactMap(\.self)
        now = max(now, events.min() ?? now)
        if let nextRow, nextRow <= now {
            let row = row(of: "other", .good, mayNeed: false)
            plan.load([row])
            // The very last one comes to its end alone.
            self.nextRow = ends.count < natures.count - 1 ? now + Self.traffic : nil
        }
        if let place = away.firstIndex(where: { $0.landsAt <= now }) {
            let flight = away.remove(at: place)
            land(flight)
        }
    }

    private mutating func land(_ flight: Flight) {
        let landing = landing(of: flight)
        switch landing {
        case .settled: end(flight.batch.rows, .settled)
        case .parked(let along):
            end(flight.batch.rows, .parked)
            for id in along { ends[Int64(id) ?? 0] = .parked }
        default: break
        }
        let jitter = Double.random(in: 0..<1, using: &dice)
        guard let parking = plan.land(flight.batch, landing, at: now, jitter: jitter) else {
            return
        }
        let time = Int.random(in: 1...50, using: &dice)
        away.append(
            Flight(batch: parking.batch, landsAt: now + .milliseconds(time), isParking: true)
        )
    }

    private mutating func landing(of flight: Flight) -> Landing {
        // What passes by itself is nobody's fault, and changes no row's end.
        let mood = Int.random(in: 0..<24, using: &dice)
        if mood == 0 { return .later(after: .zero, isBusy: Bool.random(using: &dice)) }
        if flight.isParking { return .parked(parkedAlong: dependents(of: flight.batch)) }
        if mood == 1 { return .denied }
        let kinds = Set(flight.batch.rows.map { nature(of: $0) })
        if kinds.contains(.senseless) { return .faulty(reason: .null) }
        if kinds.contains(.slow) { return .hung(reason: .null) }
        if kinds.contains(.broken) { return .broke(reason: .null) }
        return .settled(parkedAlong: [])
    }

    private mutating func end(_ rows: [OutboxRow], _ end: End) {
        for row in rows {
            if last[row.member, default: 0] > row.number {
                faults.append("row \(row.id) of \(row.member) is out of its order")
            }
            last[row.member] = row.number
            ends[row.number] = end
        }
    }

    /// Every row must have the end that is right for it, and nothing is left to do.
    private mutating func check() {
        var isAtFault = natures.map { $0 != .good }
        for (place, need) in needs.enumerated() where need > 0 {
            isAtFault[place] = isAtFault[place] || isAtFault[Int(need) - 1]
        }
        for place in natures.indices {
            let end = ends[Int64(place) + 1]
            let right: End = isAtFault[place] ? .parked : .settled
            if end != right {
                faults.append(
                    "row \(place + 1) (\(natures[place])) came to \(end.debugDescription)"
                )
            }
        }
        if plan.flights > 0 { faults.append("\(plan.flights) flights are left") }
        if !plan.ready.isEmpty { faults.append("\(plan.ready.count) rows are left") }
    }
}

// MARK: The rows

extension LaneCourse {
    /// The next row; it may need an earlier one.
    private mutating func row(
        of member: String,
        _ nature: Nature,
        mayNeed: Bool
    ) -> OutboxRow {
        let number = Int64(natures.count) + 1
        var need: Int64 = 0
        if mayNeed, number > 1, Int.random(in: 0..<6, using: &dice) == 0 {
            need = Int64.random(in: 1..<number, using: &dice)
        }
        natures.append(nature)
        needs.append(need)
        return OutboxRow(
            number: number,
            id: "\(number)",
            kind: "a",
            member: member,
            body: [],
            needs: need > 0 ? "\(need)" : nil
        )
    }

    private func nature(of row: OutboxRow) -> Nature { natures[Int(row.number) - 1] }

    /// The rows without an end that need one of the batch, or one that does.
    private func dependents(of batch: LaneBatch) -> Set<String> {
        var found = Set(batch.rows.map(\.number))
        for (place, need) in needs.enumerated() where found.contains(need) {
            found.insert(Int64(place) + 1)
        }
        return Set(
            found.subtracting(batch.rows.map(\.number)).filter { ends[$0] == nil }.map { "\($0)" }
        )
    }
}
