import GRDB
import GRDBSQLite

extension StorageError {
    /// The error that a connection has just met.
    init(handle: OpaquePointer?) {
        let code = sqlite3_errcode(handle)
        self.init(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }

    /// The error of one of SQLite's result codes.
    init(code: Int32, message: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full
        case SQLITE_INTERRUPT: self = .timeIsOver
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_READONLY:
            self = .damaged(message)
        default: self = .fault(message)
        }
    }

    /// Whether no command of the group can be committed any more.
    var undoesGroup: Bool { self == .full || isFatal }

    /// Whether the process must end, because what is on disk is not known any more.
    var isFatal: Bool {
        if case .damaged = self { true } else { false }
    }
}

/// Runs GRDB's part, giving its errors the store's names.
func translated<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StorageError(
            code: error.resultCode.rawValue,
            message: error.message ?? "\(error.resultCode)"
        )
    }
}
