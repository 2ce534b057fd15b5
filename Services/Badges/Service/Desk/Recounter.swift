import Logging
import Primitives
import ServiceHost
import ServiceLifecycle
import Storage

/// Counts members anew after a publication has changed what is counted, those first whom nobody
/// touches by themselves.
struct Recounter: Service {
    /// How many members one commit counts anew.
    private static let batch = 50
    /// How often it is looked whether there are any.
    private static let pause = Duration.seconds(1)

    let store: Store
    let desk: BadgesDesk
    let now: @Sendable () -> Instant
    let logger: Logger

    /// Works until it is told to stop; no failure ends it.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let start = ContinuousClock.now
                let counted = await countSome()
                // Resting as long as the batch took leaves half of the writer to others.
                let rest = counted > 0 ? ContinuousClock.now - start : Self.pause
                // Lost is that the wait was cut short, which the loop sees for itself.
                try? await Task.sleep(for: rest)
            }
        }
    }

    private func countSome() async -> Int {
        do {
            let now = now()
            let isBehind = try store.read { try desk.isAnyoneBehind($0) }
            guard isBehind else { return 0 }
            return try await store.write(weight: Store.wholeGroup) { [desk] in
                try desk.recount(atMost: Self.batch, at: now, $0)
            }
        } catch {
            logger.warning("members are not counted anew", metadata: ["error": "\(error)"])
            return 0
        }
    }
}
