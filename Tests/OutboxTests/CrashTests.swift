import Outbox
import Primitives
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A relay that dies", .timeLimit(.minutes(2)))
struct CrashTests {
    /// Where it dies.
    enum Moment: String, CaseIterable, Sendable {
        case beforeSending
        case beforeTheNeighbourApplies
        case afterTheNeighbourApplied
        case afterTheAnswerBeforeTheCommit
        case afterTheCommit
    }

    private struct Dead: Error {}

    @Test("loses nothing and doubles nothing, wherever it dies", arguments: Moment.allCases)
    func moments(_ moment: Moment) async throws {
        let folder = try TemporaryFolder()
        let isAlive = Atomic(false)
        let reached = Atomic(false)
        let receiver = Receiver { _, _ in
            if isAlive.load(ordering: .relaxed) { return .serve }
            reached.store(true, ordering: .relaxed)
            return switch moment {
            case .beforeTheNeighbourApplies: .fail(.neverAnswer)
            case .afterTheNeighbourApplied: .serveAnd { _ in .neverAnswer }
            default: .serve
            }
        }
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        defer { neighbour.stop() }
        let first = try Stage(
            in: folder,
            url: moment == .beforeSending ? nil : neighbour.url,
            hook: { _, _, _ in
                if moment == .afterTheAnswerBeforeTheCommit { throw Dead() }
            }
        )
        let messages = (0..<30).map { OutboxMessage.credit(first.id(), "m\($0 % 4)", 1) }
        try await first.owe(messages)
        if moment == .afterTheCommit { try await first.settled() }
        if moment != .beforeSending {
            try await Patience.wait { reached.load(ordering: .relaxed) }
        }
        await first.kill()
        isAlive.store(true, ordering: .relaxed)

        let second = try Stage(in: folder, url: neighbour.url)
        try await second.settled()
        await second.kill()

        #expect(Set(receiver.seen.applied.keys) == Set(messages.map { "\($0.id)" }))
        #expect(receiver.seen.reused.isEmpty)
        let order = Dictionary(grouping: messages, by: \.member.text)
            .mapValues { $0.map { "\($0.id)" } }
        #expect(receiver.seen.order == order)
    }

    @Test("tells the hook of each row in the commit that settles it, once")
    func hook() async throws {
        let folder = try TemporaryFolder()
        let receiver = Receiver { place, _ in
            place % 2 == 0 ? .serveAnd { _ in .closeWithoutAnswer } : .serve
        }
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        defer { neighbour.stop() }
        let told = Mutex<[String]>([])
        let stage = try Stage(
            in: folder,
            url: neighbour.url,
            hook: { row, _, _ in
                told.withLock { $0.append(row.key) }
            }
        )
        let ids = (0..<50).map { _ in stage.id() }
        for id in ids { try await stage.owe(id: id) }
        try await stage.settled()
        await stage.kill()

        #expect(told.withLock { $0 } == ids.map(\.description))
    }
}
