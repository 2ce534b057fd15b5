import Outbox
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A feed", .timeLimit(.minutes(2)))
struct FeedTests {
    private static func receiver(
        plan: @escaping @Sendable (Int, [Receiver.Operation]) -> Receiver.Plan = { _, _ in .serve },
        isRefused: @escaping @Sendable (Receiver.Operation) -> Bool = { _ in false }
    ) -> Receiver {
        Receiver(list: "events", keyName: "id", plan: plan, isRefused: isRefused)
    }

    /// So many facts of a few members; of every third nothing is told.
    private static func facts(_ count: Int, said: String = "x") -> [(member: String, said: String)]
    {
        (1...count).map { ("m\($0 % 7)", $0 % 3 == 0 ? "" : said) }
    }

    private static func told(_ count: Int) -> [String] {
        (1...count).filter { $0 % 3 != 0 }.map { "f\($0)" }
    }

    @Test("tells each row once, a member's in their order, in batches that are not too large")
    func order() async throws {
        let receiver = Self.receiver()
        try await withFeed(receiver) { stage in
            try await stage.note(Self.facts(2000, said: String(repeating: "x", count: 2000)))
            try await Patience.wait { try stage.owed == 0 }
            try await stage.note(Self.facts(10))
            try await Patience.wait { try stage.owed == 0 }

            let seen = receiver.seen
            #expect(seen.requests.flatMap(\.self).count == Set(seen.applied.keys).count)
            let later = (2001...2010).filter { ($0 - 2000) % 3 != 0 }.map { "f\($0)" }
            #expect(Set(seen.applied.keys) == Set(Self.told(2000) + later))
            #expect(seen.overlaps.isEmpty)
            for keys in seen.order.values {
                let numbers = keys.compactMap { Int($0.dropFirst()) }
                #expect(numbers == numbers.sorted())
            }
            #expect(seen.requests.allSatisfy { $0.count <= 500 })
            #expect(seen.sizes.allSatisfy { $0 <= 512 * 1024 })
            #expect(try stage.number("SELECT COUNT(*) FROM outbox") == 0)
        }
    }

    @Test("that dies before the cursor is stored tells the same again, in the same words")
    func death() async throws {
        let folder = try TemporaryFolder()
        let isDeaf = Atomic(true)
        let receiver = Self.receiver(plan: { place, _ in
            place > 0 && isDeaf.load(ordering: .relaxed) ? .serveAnd { _ in .neverAnswer } : .serve
        })
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        defer { neighbour.stop() }
        let first = try Stage.ofFacts(in: folder, url: neighbour.url) {
            $0.largestBatch = 10
            $0.timeout = .milliseconds(200)
        }
        try await first.note(Self.facts(90))
        try await Patience.wait { receiver.seen.requests.count > 2 }
        let before = receiver.seen.applied.count
        await first.kill()
        isDeaf.store(false, ordering: .relaxed)

        let second = try Stage.ofFacts(in: folder, url: neighbour.url)
        try await Patience.wait { try second.owed == 0 }
        let cursor = try second.number("SELECT number FROM feed")
        await second.kill()
        let third = try Stage.ofFacts(in: folder, url: neighbour.url)
        try await third.note([("m", "last")])
        try await Patience.wait { try third.owed == 0 }
        await third.kill()

        let seen = receiver.seen
        #expect(before < 60 && before > 0)
        #expect(Set(seen.applied.keys) == Set(Self.told(90) + ["f91"]))
        #expect(seen.requests.flatMap(\.self).count > 61)
        #expect(seen.reused.isEmpty)
        #expect(cursor.map { $0 >= 89 } == true)
        // What was told before the cursor is not told again.
        #expect(seen.requests.last == ["f91"])
    }

    @Test(
        "goes on by and by where the neighbour fails for a while",
        arguments: [500, 503, 429, 401]
    )
    func failures(_ status: Int) async throws {
        let receiver = Self.receiver(plan: { place, _ in
            place < 3 ? .fail(.answer(status)) : .serve
        })
        try await withFeed(receiver, limits: { $0.patience = 5 }) { stage in
            try await stage.note(Self.facts(60))
            try await Patience.wait { try stage.owed == 0 }
            #expect(Set(receiver.seen.applied.keys) == Set(Self.told(60)))
            #expect(try stage.number("SELECT COUNT(*) FROM outbox") == 0)
        }
    }

    @Test("asks for less where reading takes too long, and still tells all", arguments: [1, 10])
    func longReads(_ most: Int) async throws {
        let receiver = Self.receiver()
        try await withFeed(
            receiver,
            reading: { asked in
                guard asked <= most else { throw StorageError.timeIsOver }
            }
        ) { stage in
            try await stage.note(Self.facts(90))
            try await Patience.wait { try stage.owed == 0 }
            try await stage.note(Self.facts(9))
            try await Patience.wait { try stage.owed == 0 }

            #expect(receiver.seen.applied.count == 66)
            #expect(receiver.seen.requests.flatMap(\.self).count == 66)
        }
    }

    @Test("gives a row more time that takes too long by itself, and goes on behind it")
    func slowRow() async throws {
        let receiver = Self.receiver()
        try await withFeed(receiver, readLimit: .milliseconds(20)) { stage in
            try await stage.note(Self.facts(5) + [("m1", "slow")] + Self.facts(5))
            try await Patience.wait { try stage.owed == 0 }
            #expect(receiver.seen.applied["f6"]?["said"] == "slow")
            #expect(receiver.seen.applied.count == 9)
        }
    }

    @Test("gives all rows more time where each read takes long, and reads many at once again")
    func slowRows() async throws {
        let reads = Atomic(0)
        let receiver = Self.receiver()
        try await withFeed(
            receiver,
            reading: { _ in reads.wrappingAdd(1, ordering: .relaxed) },
            readLimit: .milliseconds(20)
        ) { stage in
            try await stage.note((0..<60).map { ("m\($0 % 7)", "slow") })
            try await Patience.wait { try stage.owed == 0 }
            #expect(receiver.seen.applied.count == 60)
            // Row by row, each after what first did not suffice, there would be some 300.
            let count = reads.load(ordering: .relaxed)
            #expect(count < 150)
        }
    }

    @Test("that cannot be read is left alone for a while, whatever is committed meanwhile")
    func unreadable() async throws {
        let reads = Atomic(0)
        try await withFeed(
            Self.receiver(),
            limits: { $0.pause = DoublingPause(from: .seconds(3600), upTo: .seconds(3600)) },
            reading: { _ in
                reads.wrappingAdd(1, ordering: .relaxed)
                throw StorageError.timeIsOver
            }
        ) { stage in
            try await Patience.wait { reads.load(ordering: .relaxed) == 1 }
            for _ in 0..<50 { try await stage.note(Self.facts(1)) }
            #expect(reads.load(ordering: .relaxed) == 1)
        }
    }

    @Test("stops where its token is not taken, and loses nothing")
    func denied() async throws {
        let isDenied = Atomic(true)
        let receiver = Self.receiver(plan: { _, _ in
            isDenied.load(ordering: .relaxed) ? .fail(.answer(403)) : .serve
        })
        try await withFeed(receiver) { stage in
            try await stage.note(Self.facts(30))
            try await Patience.wait {
                stage.relay.measure()
                return stage.metrics.text().contains(/jifen_feed_failing\{.*feed="facts".*\} 1/)
            }
            // Facts 1, 2, 4, … are owed, and so is whatever stands behind the first of them.
            #expect(try stage.owed == 30)
            isDenied.store(false, ordering: .relaxed)
            try await Patience.wait { try stage.owed == 0 }
            #expect(Set(receiver.seen.applied.keys) == Set(Self.told(30)))
        }
    }

    @Test("reads what it does not tell once, however long what it tells must wait")
    func untoldTail() async throws {
        let isAway = Atomic(true)
        let receiver = Self.receiver(plan: { _, _ in
            isAway.load(ordering: .relaxed) ? .fail(.answer(503)) : .serve
        })
        let folder = try TemporaryFolder()
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        defer { neighbour.stop() }
        let readCount = Atomic(0)
        let stage = try Stage.ofFacts(
            in: folder,
            url: neighbour.url,
            limits: { $0.pause = DoublingPause(from: .milliseconds(1), upTo: .milliseconds(50)) },
            reading: { _ in readCount.add(1, ordering: .relaxed) }
        )
        try await stage.note([("m", "waits")])
        try await stage.note(Array(repeating: ("m", ""), count: 20_000))
        try await Patience.wait { receiver.seen.requests.count > 2 }
        try await Patience.wait { readCount.load(ordering: .relaxed) >= 20 }
        let before = readCount.load(ordering: .relaxed)
        for _ in 0..<20 { try await stage.note([("m", "")]) }
        let seen = receiver.seen.requests.count
        try await Patience.wait { receiver.seen.requests.count > seen + 2 }
        let after = readCount.load(ordering: .relaxed)
        isAway.store(false, ordering: .relaxed)
        try await Patience.wait { try stage.owed == 0 }
        await stage.kill()

        // One for each commit and for each pause that is over, not twenty.
        #expect(after - before < 100)
        #expect(receiver.seen.applied.count == 1)
    }

    @Test("goes on over what is refused or makes no sense, which is parked in the outbox")
    func parking() async throws {
        let isSober = Atomic(false)
        let receiver = Self.receiver(
            plan: { _, operations in
                let isBad = operations.contains { $0.json["said"] == "poison" }
                return isBad && !isSober.load(ordering: .relaxed)
                    ? .fail(.answer(400, body: Array(#"{"type":"/problems/x"}"#.utf8))) : .serve
            },
            isRefused: { $0.json["said"] == "no" }
        )
        try await withFeed(receiver, limits: { $0.lookout = .milliseconds(20) }) { stage in
            try await stage.note(
                Self.facts(99) + [("m1", "poison"), ("m2", "no")] + Self.facts(99)
            )
            try await Patience.wait { try stage.owed == 0 }
            #expect(receiver.seen.applied.count == 132)
            #expect(try stage.number("SELECT COUNT(*) FROM outbox WHERE state = 1") == 1)
            #expect(try stage.number("SELECT COUNT(*) FROM outbox WHERE state = 2") == 1)

            // As an operator's retry does.
            isSober.store(true, ordering: .relaxed)
            _ = try await stage.store.write {
                try $0.execute("UPDATE outbox SET state = 0, parked_at = NULL WHERE state = 1")
            }
            try await Patience.wait {
                try stage.number("SELECT COUNT(*) FROM outbox WHERE state < 2") == 0
            }
            #expect(receiver.seen.applied["f100"]?["said"] == "poison")
        }
    }

    @Test("of a neighbour that is not there keeps nothing, and later tells it all")
    func absent() async throws {
        let folder = try TemporaryFolder()
        let alone = try Stage.ofFacts(in: folder, url: nil)
        try await alone.note(Self.facts(30))
        #expect(try alone.owed == 0)
        #expect(try alone.number("SELECT COUNT(*) FROM feed") == 0)
        #expect(try alone.number("SELECT COUNT(*) FROM outbox") == 0)
        await alone.kill()

        let receiver = Self.receiver()
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        defer { neighbour.stop() }
        let stage = try Stage.ofFacts(in: folder, url: neighbour.url)
        try await Patience.wait { try stage.owed == 0 }
        await stage.kill()
        #expect(Set(receiver.seen.applied.keys) == Set(Self.told(30)))
    }
}
