import TestSupport

/// Decides what one client of a drill sends next.
///
/// Clients send new operations alone and in batches, some keys of their own again, and keys that
/// all clients of the drill share.
struct LoadClient {
    static let members = (0..<24).map { "m-\($0)" }
    private static let sharedKeys = 60

    private let name: String
    private let cycle: Int
    private var random: SeededGenerator
    private var count = 0
    private var mine: [Operation] = []

    init(number: Int, cycle: Int, seed: UInt64) {
        name = "c\(cycle)-\(number)"
        self.cycle = cycle
        var random = SeededGenerator(seed: seed &+ UInt64(cycle * 1000 + number))
        self.random = SeededGenerator(seed: random.next())
    }

    mutating func next() -> Sending {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<50: return .alone(fresh(.credit))
        case 50..<65: return .alone(fresh(.debit))
        case 65..<75: return .alone(mine.randomElement(using: &random) ?? fresh(.credit))
        case 75..<85: return .alone(shared())
        default: return .batch(batch())
        }
    }

    private mutating func fresh(_ kind: Operation.Kind) -> Operation {
        count += 1
        let operation = Operation(
            key: "\(name)-\(count)",
            kind: kind,
            member: Self.members[Int.random(in: 0..<Self.members.count, using: &random)],
            amount: Int64.random(in: 1...(kind == .credit ? 100 : 150), using: &random)
        )
        mine.append(operation)
        return operation
    }

    /// One of the credits that all clients send; the keys of the cycle before are among them.
    private mutating func shared() -> Operation {
        let cycle = max(0, cycle - Int.random(in: 0...1, using: &random))
        let number = Int.random(in: 0..<Self.sharedKeys, using: &random)
        return Operation(
            key: "shared\(cycle)-\(number)",
            kind: .credit,
            member: Self.members[number % Self.members.count],
            amount: Int64(number + 1)
        )
    }

    private mutating func batch() -> [Operation] {
        var batch: [Operation] = []
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: batch.append(shared())
            case 1: batch.append(mine.randomElement(using: &random) ?? fresh(.credit))
            case 2, 3: batch.append(fresh(.debit))
            default: batch.append(fresh(.credit))
            }
        }
        return batch
    }
}
