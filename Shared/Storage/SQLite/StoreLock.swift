import Glibc

/// Keeps other processes off a store, by a lock on a file beside it.
///
/// The kernel releases the lock when the process ends, however it ends.
struct StoreLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: `StorageError.inUse` where another process has it, `.unusable` where the lock's
    ///   file cannot be made.
    init(of file: StoreFile) throws {
        descriptor = open(file.place + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError.unusable(
                path: file.path,
                reason: "its lock: \(String(cString: strerror(errno)))"
            )
        }
        // Where this throws, `deinit` closes the descriptor: by now it has its value.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw StorageError.inUse(path: file.path)
        }
    }

    deinit {
        // A child that is being started shares the open file until it runs its own program, and
        // would keep the lock so long if it were only closed here.
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }
}
