import GRDB
import GRDBSQLite

extension StorageError {
    /// The error that a connection has just met.
    init(handle: OpaquePointer?) {
        let code = sqlite3_extended_errcode(handle)
        let message = String(cString: sqlite3_errmsg(handle))
        // The message is the same for a write, a flush and a read; the code tells them apart.
        let isOfDisk = code & 0xFF == SQLITE_IOERR
        self.init(code: code, message: isOfDisk ? "\(message) \(code)" : message)
    }

    /// The error of one of SQLite's result codes.
    init(code: Int32, message: String) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full
        case SQLITE_INTERRUPT: self = .timeIsOver
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(message)
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: self = .unreachable(message)
        case SQLITE_BUSY: self = .inUse(path: "")
        default: self = .fault(message)
        }
    }

    /// What it is to one who opens a store: it names the path.
    func whileOpening(_ path: String) -> StorageError {
        switch self {
        case .full: .unusable(path: path, reason: "there is no room on its disk")
        case .unreachable(let reason): .unusable(path: path, reason: reason)
        case .damaged(let reason): .damaged("\(path): \(reason)")
        case .inUse: .inUse(path: path)
        default: self
        }
    }

    /// Whether no command of the group can be committed any more.
    var undoesGroup: Bool { self == .full || isFatal }

    /// Whether the process must end, because what is on disk is not known any more.
    var isFatal: Bool { fatalReason != nil }

    /// Why the process must end, or nil where it need not.
    var fatalReason: String? {
        switch self {
        case .damaged(let reason), .unreachable(let reason): reason
        default: nil
        }
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
