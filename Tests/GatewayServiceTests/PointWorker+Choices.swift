import Primitives
import TestSupport

extension PointWorker {
    private static let dayMs: Int64 = 86_400_000

    /// An operation at random; a batch knows no holds, and names earlier ones of its own by key.
    mutating func operation(inBatch isInBatch: Bool = false) -> PointOperation {
        PointOperation(member: member, key: key(), action: action(isInBatch))
    }

    private mutating func action(_ isInBatch: Bool) -> PointOperation.Action {
        if !isInBatch, random.chance(25), let hold = hold() {
            let isCapture = random.chance(60)
            let part = part(of: model.transfers[hold]?.amount ?? 1)
            return isCapture ? .capture(hold, part) : .release(hold)
        }
        switch random.next(below: 100) {
        case 0..<34: return credit()
        case 34..<54: return debit()
        case 54..<80:
            guard let target = target(isInBatch) else { return credit() }
            return .reversal(target, part(of: model.transfers[target]?.amount ?? 1))
        case 80... where !isInBatch:
            let until = random.chance(70) ? model.now + soon() : nil
            return .hold(amount(), until: until)
        default: return credit()
        }
    }

    private mutating func credit() -> PointOperation.Action {
        let day = model.today - 1 + Int64(random.next(below: 40))
        let last = PointModel.Lot(lastDay: day).lastDay
        return .credit(
            amount(),
            expiresOn: random.chance(35) ? last : nil,
            availableAt: random.chance(30) ? model.now + soon() : nil
        )
    }

    private mutating func debit() -> PointOperation.Action {
        var choices = [amount()]
        if random.chance(30) {
            let other = choices[0].asset == "points" ? "tickets" : "points"
            choices.append(PointModel.Amount(asset: other, count: count()))
        }
        let notAfter = random.chance(15) ? model.now + Int64(random.next(below: 3)) - 1 : nil
        return .debit(choices, notAfter: notAfter)
    }

    /// What is to be undone, mostly something young: so chains of reversals grow.
    private mutating func target(_ isInBatch: Bool) -> String? {
        let known = isInBatch ? keys : keys.filter { ids[$0] != nil }
        return random.chance(60)
            ? known.suffix(6).randomElement(using: &random)
            : known.randomElement(using: &random)
    }

    private mutating func hold() -> String? {
        let open = model.holds.filter { $0.value.refusalOfUse == nil }.keys
            .filter { ids[$0] != nil }.sorted()
        if random.chance(85) { return open.randomElement(using: &random) }
        return model.holds.keys.filter { ids[$0] != nil }.sorted().randomElement(using: &random)
    }

    /// All, a part, or sometimes one too many.
    private mutating func part(of amount: Int) -> Int? {
        random.chance(45) ? nil : 1 + random.next(below: amount + 1)
    }

    private mutating func amount() -> PointModel.Amount {
        PointModel.Amount(asset: random.chance(75) ? "points" : "tickets", count: count())
    }

    private mutating func count() -> Int { 1 + random.next(below: random.chance(80) ? 15 : 60) }

    /// Some time in milliseconds, not always above 0.
    private mutating func soon() -> Int64 {
        switch random.next(below: 5) {
        case 0: Int64(random.next(below: 3)) - 1
        case 1: Int64(random.next(below: 7_200_000))
        case 2: Int64(1 + random.next(below: 5)) * Self.dayMs
        case 3: untilMidnight()
        default: Int64(random.next(below: 70)) * Self.dayMs + 1
        }
    }

    /// So that more than one thing is due at one instant.
    private mutating func untilMidnight() -> Int64 {
        let day = model.today + 1 + Int64(random.next(below: 20))
        return model.terms.start(of: day) - model.now
    }
}

extension SeededGenerator {
    /// A number from 0 on, below a bound from 1 on.
    mutating func next(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
