/// The settings of a service that calls others.
package enum NeighbourSettings {
    /// Their declarations.
    ///
    /// - Parameter names: The names of the services that it may call.
    /// - Returns: A `…-url` for each, and what its calls are signed with.
    package static func all(_ names: [String]) -> [Setting] {
        names.map { name in
            Setting(
                "\(name)-url",
                .text,
                "Where \(name) listens, such as http://127.0.0.1:8081; without it there is none, "
                    + "and what is owed to it waits."
            )
        } + [
            Setting(
                "service-key",
                .text,
                "The file of the secret that signs this service's own tokens; must be set where "
                    + "a neighbour is. It is read again whenever a token is made."
            ),
            Setting(
                "service-key-id",
                .text,
                "The id of that secret among the neighbours' keys (usually the service's name)."
            ),
        ]
    }
}
