import ServiceHost
import Storage

extension HostParts {
    /// Opens the service's store, whose commits ring a bell.
    ///
    /// - Parameters:
    ///   - migrations: The steps of its schema, in order.
    ///   - doorbell: The bell.
    ///   - adjust: Changes how the store behaves, for a service that needs it otherwise.
    /// - Returns: The open store.
    /// - Throws: `StorageError`.
    package func openStore(
        _ migrations: [Migration],
        ringing doorbell: Doorbell,
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) throws -> Store {
        var configuration = store
        adjust(&configuration)
        doorbell.attach(to: &configuration)
        return try Store.open(
            settings.text("store"),
            migrations: migrations,
            configuration: configuration,
            logger: logger
        )
    }
}
