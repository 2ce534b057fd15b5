import CoreMetrics
import Calls
import Logging

/// A feed to a neighbour that is there.
struct RunningFeed: Sendable {
    let shelf: FeedShelf
    let runner: LaneRunner
}

/// What the runners of one neighbour have in common.
struct Line {
    private let lane: Lane
    private let neighbour: Neighbour
    private let limits: RelayLimits
    private let metrics: any MetricsFactory
    private let logger: Logger
    private let jitter: @Sendable () -> Double

    init(
        _ lane: Lane,
        _ neighbour: Neighbour,
        _ limits: RelayLimits,
        _ metrics: any MetricsFactory,
        _ logger: Logger,
        _ jitter: @escaping @Sendable () -> Double
    ) {
        self.lane = lane
        self.neighbour = neighbour
        self.limits = limits
        self.metrics = metrics
        self.logger = logger
        self.jitter = jitter
    }

    /// What delivers the rows of the outbox.
    func runner(of shelf: OutboxShelf) -> LaneRunner { runner(of: shelf, feed: nil) }

    /// What delivers the rows of a feed.
    func runner(of shelf: FeedShelf) -> LaneRunner { runner(of: shelf, feed: shelf.feed.name) }

    private func runner(of shelf: any Shelf, feed: String?) -> LaneRunner {
        let courier = Courier(
            lane: lane,
            neighbour: neighbour,
            shelf: shelf,
            limits: limits,
            counts: LaneCounts(lane.name, feed: feed, metrics),
            diary: LaneDiary(lane.name, feed: feed, logger)
        )
        return LaneRunner(courier, jitter: jitter)
    }
}
