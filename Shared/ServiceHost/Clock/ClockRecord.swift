import Primitives
import Storage

/// Where the test clock stands, as the store keeps it.
struct ClockRecord: Equatable, Sendable {
    /// The instant at which it stands.
    var now: Instant
    /// Whether a call has set it since the store was made.
    var isSet: Bool
}

extension Snapshot {
    /// What the store keeps of its clock, or nil where it never had one.
    borrowing func clock() throws -> ClockRecord? {
        try first("SELECT stands_at, is_set FROM test_clock WHERE place = 1") { row in
            ClockRecord(now: Instant(milliseconds: row.int(0)), isSet: row.int(1) != 0)
        }
    }
}

extension Transaction {
    /// Stores where the clock stands.
    borrowing func save(_ clock: ClockRecord) throws {
        try execute(
            """
            INSERT INTO test_clock (place, stands_at, is_set) VALUES (1, ?, ?)
            ON CONFLICT (place) DO UPDATE
            SET stands_at = excluded.stands_at, is_set = excluded.is_set
            """,
            .int(clock.now.milliseconds),
            .int(clock.isSet ? 1 : 0)
        )
    }
}
