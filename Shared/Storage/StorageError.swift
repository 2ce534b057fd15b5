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
    /// A statement is wrong or broke a constraint; nothing was done.
    case fault(String)
    /// The store is closed.
    case closed
    /// Another process has the store open.
    case inUse(path: String)
    /// A newer version of the service has written the store.
    case newer(store: Int, known: Int)
    /// The address of the store is not understood.
    case unknownAddress(String)
}
