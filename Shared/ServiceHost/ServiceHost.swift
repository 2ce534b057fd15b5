import Access
import Foundation
import Logging
import Storage
import UnixSignals

/// Runs a service: reads its settings, opens its store, serves it, and stops it gracefully.
package enum ServiceHost {
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
            FileHandle.standardError.write(Data("\(blueprint.name): \(explained(error))\n".utf8))
            return error is SettingFault || error is KeyFault ? 2 : 1
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
        try await service.run(stoppingOn: [.sigterm, .sigint]) { port in
            let line = "listening on http://\(settings.text("host")):\(port)\n"
            FileHandle.standardOutput.write(Data(line.utf8))
        }
    }

    private static func explained(_ error: any Error) -> String {
        switch error {
        case StorageError.inUse(let path):
            "the store \(path) is open in another process; a store has one process"
        case StorageError.newer(let store, let known):
            "the store is of version \(store), this service knows \(known)"
        case StorageError.unknownAddress(let address):
            "the store \"\(address)\" is not understood; it is sqlite:PATH"
        default: "\(error)"
        }
    }
}
