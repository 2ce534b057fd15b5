import Access
import Foundation
import Logging
import NIOCore
import Primitives
import Storage
import UnixSignals

/// Runs a service: reads its settings, opens its store, serves it, and stops it gracefully.
package enum ServiceHost {
    /// Another process listens where the service was to listen.
    private struct AddressTaken: Error {
        let address: String
    }

    /// What `main` of every service calls.
    ///
    /// - Parameters:
    ///   - blueprint: The service.
    ///   - adjust: Changes how its store behaves; only tests do.
    /// - Returns: 0 after a graceful stop, 2 where its settings or keys are faulty, else 1.
    package static func main(
        _ blueprint: Blueprint,
        adjusting adjust: (inout Store.Configuration) -> Void = { _ in }
    ) async -> Int32 {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.contains("--help") {
            print(
                CommandLineWords.help(
                    name: blueprint.name,
                    summary: blueprint.summary,
                    settings: blueprint.allSettings
                )
            )
            return 0
        }
        if words.contains("--version") {
            print("\(blueprint.name) \(blueprint.version)")
            return 0
        }
        OpenFiles.raiseLimit()
        do {
            let settings = try Settings(
                blueprint.allSettings,
                arguments: words,
                environment: ProcessInfo.processInfo.environment
            )
            let logger = Logs.bootstrap(
                label: blueprint.name,
                format: settings.text("log-format"),
                level: settings.text("log-level")
            )
            try await run(blueprint, settings: settings, logger: logger, adjusting: adjust)
            return 0
        } catch {
            StandardStreams.complain("\(blueprint.name): \(explained(error))")
            return isFaultOfInput(error) ? 2 : 1
        }
    }

    /// Whether the process was called wrongly or its input is faulty.
    private static func isFaultOfInput(_ error: any Error) -> Bool {
        switch error {
        case is SettingFault, is KeyFault, StorageError.unknownAddress: true
        default: false
        }
    }

    private static func run(
        _ blueprint: Blueprint,
        settings: Settings,
        logger: Logger,
        adjusting adjust: (inout Store.Configuration) -> Void
    ) async throws {
        let service = try await HostedService(
            blueprint,
            settings: settings,
            logger: logger,
            adjusting: adjust
        )
        let host = settings.text("host")
        do {
            try await service.run(stoppingOn: [.sigterm, .sigint]) { port in
                StandardStreams.say("listening on http://\(host):\(port)")
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw AddressTaken(address: "\(host):\(settings.integer("port"))")
        }
    }

    private static func explained(_ error: any Error) -> String {
        switch error {
        case StorageError.inUse(let path):
            "the store \(path) is open in another process; a store has one process"
        case StorageError.unusable(let path, let reason):
            "the store \(path) cannot be used: \(reason)"
        case StorageError.damaged(let reason):
            "the store is damaged: \(reason)"
        case let error as StoreGuard.Failed:
            "the store could not go on: \(error.reason)"
        case StorageError.newer(let store, let known):
            "the store is of version \(store), this service knows \(known); it stays as it is"
        case StorageError.unknownAddress(let address):
            "the setting store is \"\(address)\" but must be sqlite:PATH"
        case let error as AddressTaken:
            "the address \(error.address) is taken by another process"
        case let fault as KeyFault: "the setting keys: \(fault)"
        default: "\(error)"
        }
    }
}
