import Outbox
import Primitives
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("Random faults", .timeLimit(.minutes(3)))
struct RandomTests {
    @Test("lose nothing, double nothing and mix up no order, through restarts", arguments: 0..<6)
    func faults(_ round: UInt64) async throws {
        let seed = SeededGenerator.seed(for: "outbox \(round)") &+ round
        let dice = Mutex(SeededGenerator(seed: seed))
        let isCalm = Atomic(false)
        let receiver = Receiver { _, operations in
            if operations.contains(where: { $0.json["amount"] == 666 }) {
                return .fail(.answer([400, 422, 500].element(dice)))
            }
            if isCalm.load(ordering: .relaxed) { return .serve }
            return Self.plan(dice)
        } isRefused: {
            $0.json["amount"] == 13
        }
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        let proxy = try FaultProxy(to: neighbour.port) { _ in
            isCalm.load(ordering: .relaxed) ? .none : Self.fault(dice)
        }
        defer {
            proxy.stop()
            neighbour.stop()
        }
        let folder = try TemporaryFolder()
        var owed: [String: [OutboxMessage]] = [:]
        for life in 0..<4 {
            let stage = try Stage(in: folder, url: proxy.url) { limits in
                limits.timeout = .milliseconds(300)
                // What a busy machine answers too late is not parked.
                limits.longPatience = .max
                limits.largestBatch = Int(dice.withLock { $0.next() % 40 }) + 1
            }
            for count in 0..<40 {
                let id = stage.id(UInt64(life) + 1)
                let member = "m\(dice.withLock { $0.next() } % 12)"
                let amount: Int64 = [1, 2, 3, 4, 5, 6, 13, 666].element(dice)
                var need: OutboxMessage.Need?
                if let last = owed[member]?.last, count % 5 == 0 { need = .init(last.id) }
                let message = OutboxMessage.credit(id, member, amount, needing: need)
                owed[member, default: []].append(message)
                try await stage.owe([message])
            }
            if life == 3 {
                isCalm.store(true, ordering: .relaxed)
                try await stage.settled()
                try Self.check(receiver.seen, owed, stage)
            }
            await stage.kill()
        }
    }

    /// What a naive receiver of the same messages would have.
    private static func check(
        _ seen: Receiver.Seen,
        _ owed: [String: [OutboxMessage]],
        _ stage: Stage
    ) throws {
        var order: [String: [String]] = [:]
        var stuck: [String: RowState] = [:]
        for (member, messages) in owed {
            for message in messages {
                let id = message.id.description
                let json = try JSONParser.parse(message.body)
                if let need = message.need, stuck[need.id.description] != nil {
                    stuck[id] = .waiting
                } else if json["amount"] == 13 {
                    stuck[id] = .refused
                } else if json["amount"] == 666 {
                    stuck[id] = .unknown
                } else {
                    order[member, default: []].append(id)
                }
            }
        }
        #expect(seen.order == order)
        #expect(seen.reused.isEmpty)
        #expect(seen.applied.count == order.values.reduce(0) { $0 + $1.count })
        let states = try stage.store.read { reads in
            try reads.all("SELECT id, state FROM outbox") { ($0.text(0), $0.int(1)) }
        }
        #expect(
            Dictionary(uniqueKeysWithValues: states) == stuck.mapValues(\.rawValue)
        )
    }

    private static func plan(_ dice: borrowing Mutex<SeededGenerator>) -> Receiver.Plan {
        switch dice.withLock({ $0.next() % 14 }) {
        case 0: .fail(.answer(503))
        case 1: .fail(.answer(429))
        case 2: .serveAnd { _ in .closeWithoutAnswer }
        case 3: .serveAnd { .resetAfterBytes(60, $0) }
        case 4: .serveAnd { _ in .answer(503) }
        case 5: .fail(.answer(404))
        case 6: .fail(.answer(401))
        default: .serve
        }
    }

    private static func fault(_ dice: borrowing Mutex<SeededGenerator>) -> FaultProxy.Fault {
        switch dice.withLock({ $0.next() % 20 }) {
        case 0: .swallow
        case 1: .loseAnswer
        case 2: .double
        case 6: .doubleLate
        case 3: .refuse
        case 4: .resetAfter(30)
        case 5: .delay(.milliseconds(5))
        default: .none
        }
    }
}

extension Array {
    /// One of its elements; it is not empty.
    fileprivate func element(_ dice: borrowing Mutex<SeededGenerator>) -> Element {
        self[Int(dice.withLock { $0.next() % UInt64(count) })]
    }
}
