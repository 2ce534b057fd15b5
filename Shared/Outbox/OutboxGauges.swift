import CoreMetrics
import Primitives
import Storage

/// What stands in the outbox, by neighbour, as operators watch it.
struct OutboxGauges: Sendable {
    let store: Store
    let now: @Sendable () -> Instant
    let metrics: any MetricsFactory

    /// Sets the gauges by what is in the store.
    ///
    /// Rows for a neighbour that is not there are `waiting`, and no fault.
    func measure(_ lanes: [Lane]) {
        // Lost is why the store cannot be read, which requests will show.
        guard let standings = try? store.read({ try LaneStanding.all(of: lanes, $0) }) else {
            return
        }
        let now = now()
        for standing in standings {
            let isThere = standing.lane.neighbour != nil
            set("jifen_outbox_pending", standing, Double(isThere ? standing.owed : 0))
            set("jifen_outbox_waiting", standing, Double(isThere ? 0 : standing.owed))
            set("jifen_outbox_parked", standing, Double(standing.parked))
            set("jifen_outbox_oldest_seconds", standing, isThere ? standing.age(at: now) : 0)
        }
    }

    /// Sets the gauges of feeds: how many rows are behind the cursor, and whether the last call
    /// has failed.
    func measure(_ feeds: [RunningFeed]) {
        for feed in feeds {
            let name = feed.shelf.feed
            let dimensions = [("neighbour", name.neighbour), ("feed", name.name)]
            let isFailing = feed.runner.diary.entry.health != .running
            metrics.makeMeter(label: "jifen_feed_failing", dimensions: dimensions)
                .set(Double(isFailing ? 1 : 0))
            // Lost is why the store cannot be read, which requests will show.
            guard let pending = try? store.read({ try feed.shelf.pending($0) }) else { continue }
            metrics.makeMeter(label: "jifen_feed_pending", dimensions: dimensions)
                .set(Double(pending))
        }
    }

    private func set(_ label: String, _ standing: LaneStanding, _ value: Double) {
        metrics.makeMeter(label: label, dimensions: [("neighbour", standing.lane.name)])
            .set(value)
    }
}

/// How many rows of one neighbour stand where.
struct LaneStanding: Sendable {
    let lane: Lane
    var owed: Int64
    let parked: Int64
    /// When the first owed row came to be owed; of a feed, since when it has not got on.
    var oldest: Instant?

    /// For how many seconds the first owed row has been owed.
    func age(at now: Instant) -> Double {
        guard let oldest else { return 0 }
        let (age, isOver) = now.milliseconds.subtractingReportingOverflow(oldest.milliseconds)
        return isOver ? 0 : Double(max(0, age)) / 1000
    }

    static func all(of lanes: [Lane], _ reads: borrowing Snapshot) throws -> [LaneStanding] {
        var standings: [LaneStanding] = []
        for lane in lanes {
            var owed: Int64 = 0
            var parked: Int64 = 0
            try reads.each(
                "SELECT state, COUNT(*) FROM outbox WHERE neighbour = ? GROUP BY state",
                .text(lane.name)
            ) { row in
                guard let state = RowState(rawValue: row.int(0)) else { return }
                if state == .owed { owed = row.int(1) }
                if state.isParked { parked += row.int(1) }
            }
            let oldest = try reads.first(
                """
                SELECT owed_at FROM outbox WHERE neighbour = ? AND state = 0
                ORDER BY number LIMIT 1
                """,
                .text(lane.name)
            ) { Instant(milliseconds: $0.int(0)) }
            standings.append(
                LaneStanding(lane: lane, owed: owed, parked: parked, oldest: oldest)
            )
        }
        return standings
    }
}

extension Relay {
    /// How much is owed to each neighbour, what its feeds have still to tell included.
    func standings(_ reads: borrowing Snapshot) throws -> [LaneStanding] {
        var standings = try LaneStanding.all(of: lanes, reads)
        for index in standings.indices {
            for feed in feeds where feed.shelf.feed.neighbour == standings[index].lane.name {
                let pending = try feed.shelf.pending(reads)
                guard pending > 0 else { continue }
                standings[index].owed += pending
                let since = try feed.shelf.waitingSince(reads)
                standings[index].oldest = [standings[index].oldest, since].compactMap(\.self).min()
            }
        }
        return standings
    }
}
