import Foundation
import Glibc

/// The file of a store, looked at before anything opens it, so that what is no store of this
/// service is refused and stays as it is.
struct StoreFile {
    /// The path as it was given.
    let path: String
    /// Where the file really is: however a store is named, it has one lock and one log.
    let place: String
    private let isEmpty: Bool

    /// Finds the file, or the folder in which it can be made.
    ///
    /// - Throws: `StorageError.unusable`.
    init(path: String) throws {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0 {
            let fault = Self.fault(of: status)
            guard fault == nil, let place = Self.real(path) else {
                throw StorageError.unusable(path: path, reason: fault ?? Self.systemFault)
            }
            self.place = place
            isEmpty = status.st_size == 0
        } else {
            let reason = Self.systemFault
            guard lstat(path, &status) != 0 else {
                throw StorageError.unusable(path: path, reason: "a link that leads nowhere")
            }
            let folder = Self.folder(of: path)
            guard let real = Self.real(folder) else {
                throw StorageError.unusable(path: path, reason: "its folder: \(reason)")
            }
            place = real + "/" + (path as NSString).lastPathComponent
            isEmpty = true
        }
        try admitAccess()
        try admitLog()
    }

    private static func fault(of status: stat) -> String? {
        switch status.st_mode & S_IFMT {
        case S_IFREG where status.st_nlink > 1:
            // Its log would lie beside one name and be missed under the other.
            "the file has \(status.st_nlink) names (hard links); a store has one"
        case S_IFREG: nil
        case S_IFDIR: "it is a folder"
        default: "it is no regular file"
        }
    }

    private func admitAccess() throws {
        let folder = Self.folder(of: place)
        guard access(folder, W_OK | X_OK) == 0 else {
            throw StorageError.unusable(path: path, reason: "its folder: \(Self.systemFault)")
        }
        guard access(place, R_OK | W_OK) == 0 || errno == ENOENT else {
            throw StorageError.unusable(path: path, reason: Self.systemFault)
        }
    }

    /// SQLite deletes a log whose file is empty, and with it what had been acknowledged.
    private func admitLog() throws {
        guard isEmpty, hasLog else { return }
        throw StorageError.unusable(
            path: path,
            reason: "the file is empty or gone, and its write-ahead log is not"
        )
    }

    /// Where its write-ahead log is.
    var log: String { place + "-wal" }

    /// Whether something stands in its log, which a store that was closed has not.
    var hasLog: Bool {
        var status = stat()
        return stat(log, &status) == 0 && status.st_size > 0
    }

    /// Refuses a file that is no database.
    ///
    /// Closing a descriptor gives up the locks that the process has on a file, so this is for one
    /// that has no connection yet.
    ///
    /// - Throws: `StorageError.unusable`.
    func admitHeader() throws {
        guard !isEmpty else { return }
        guard let file = FileHandle(forReadingAtPath: place),
            let start = try file.read(upToCount: 100)
        else { throw StorageError.unusable(path: path, reason: Self.systemFault) }
        guard start.count == 100, start.starts(with: "SQLite format 3\0".utf8) else {
            throw StorageError.unusable(path: path, reason: "it is no SQLite database")
        }
    }

    private static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static var systemFault: String { String(cString: strerror(errno)) }
}
