/// Why the store did not do what it was asked for.
package enum StorageError: Error, Sendable, Equatable {
    /// The command's time was over before it was committed; nothing was done.
    case timeIsOver
    /// Too many commands are waiting; nothing was done.
    case overloaded
    /// The disk is full; nothing was done, reads go on.
    case full
    /// The disk failed or the store is damaged; whether the command was done is not known.
    case damaged(String)
    /// The store's file cannot be opened or written to now; nothing was done.
    case unreachable(String)
    /// A statement is wrong or broke a constraint; nothing was done.
    case fault(String)
    /// The store is closed.
    case closed
    /// The file cannot be used as a store of this service; it stays as it is.
    case unusable(path: String, reason: String)
    /// Another process has the store open.
    case inUse(path: String)
    /// A newer version of the service has written the store.
    case newer(store: Int, known: Int)
    /// The address of the store is not understood.
    case unknownAddress(String)
}
