import GRDBSQLite

/// Where a connection's statements find the texts and bytes of their parameters.
///
/// SQLite would copy each into memory of its own, allocated and freed for every run of a statement.
/// Here they stand one behind the other in one piece of memory until the run is over; a statement
/// that runs inside another's puts its own behind them. What does not fit is copied by SQLite.
final class BoundValues {
    /// Enough for the rows of any usual command.
    static let capacity = 65_536

    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
    private var used = 0

    deinit { memory.deallocate() }

    /// Binds all values, runs the body while they are there, and makes room again.
    ///
    /// - Throws: What the body throws; also `StorageError` where a value is refused or there are
    ///   more or fewer values than parameters.
    func bind<Result>(
        _ values: [SQLValue],
        to statement: OpaquePointer,
        _ body: () throws -> Result
    ) throws -> Result {
        let before = used
        defer { used = before }
        var place: Int32 = 0
        for value in values {
            place += 1
            guard bind(value, to: statement, at: place) == SQLITE_OK else {
                throw StorageError(handle: sqlite3_db_handle(statement))
            }
        }
        guard place == sqlite3_bind_parameter_count(statement) else {
            throw StorageError.fault("a statement has other parameters than values")
        }
        return try body()
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at place: Int32) -> Int32 {
        switch value {
        case .int(let value):
            return sqlite3_bind_int64(statement, place, value)
        case .text(var text):
            return text.withUTF8 { utf8 in
                let (start, keeping) = keep(UnsafeRawBufferPointer(utf8))
                let characters = start?.assumingMemoryBound(to: CChar.self)
                return sqlite3_bind_text(
                    statement,
                    place,
                    characters,
                    Int32(utf8.count),
                    keeping
                )
            }
        case .blob(let bytes):
            // A blob without bytes would be bound as NULL.
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, place, 0) }
            return bytes.withUnsafeBytes { bytes in
                let (start, keeping) = keep(bytes)
                return sqlite3_bind_blob(statement, place, start, Int32(bytes.count), keeping)
            }
        case .null:
            return sqlite3_bind_null(statement, place)
        }
    }

    /// Where bytes stand until the run is over, and whether SQLite must copy them.
    private func keep(
        _ bytes: UnsafeRawBufferPointer
    ) -> (start: UnsafeRawPointer?, sqlite3_destructor_type?) {
        guard bytes.count <= memory.count - used, let base = memory.baseAddress else {
            return (bytes.baseAddress, copied)
        }
        let start = base + used
        if let source = bytes.baseAddress {
            start.copyMemory(from: source, byteCount: bytes.count)
        }
        used += bytes.count
        return (UnsafeRawPointer(start), nil)
    }
}

/// Tells SQLite to copy what it is given.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
