import Foundation
import Primitives
import Synchronization

/// Keeps the suite's services running until it is told to stop.
package final class Supervisor: Sendable {
    private struct State {
        var children: [String: ChildProcess] = [:]
        var isStopping = false
    }

    /// How long a service that has ended is left alone before it is started again.
    private static let pause = DoublingPause(from: .milliseconds(200), upTo: .seconds(10))

    private let folder: DataFolder
    private let members: [SuiteMember]
    private let portBase: Int
    private let hasTestClock: Bool
    private let hear: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// Prepares to run services.
    ///
    /// - Parameters:
    ///   - members: The services.
    ///   - folder: Where their data is.
    ///   - portBase: The suite's first port.
    ///   - hasTestClock: Whether business time stands still but for `PUT /v1/clock`.
    ///   - hear: Gets each line that a person should read.
    package init(
        _ members: [SuiteMember],
        folder: DataFolder,
        portBase: Int,
        hasTestClock: Bool = false,
        hear: @escaping @Sendable (String) -> Void
    ) {
        self.members = members
        self.folder = folder
        self.portBase = portBase
        self.hasTestClock = hasTestClock
        self.hear = hear
    }

    /// Runs the services, restarting one that dies, until `stop`.
    ///
    /// - Throws: What kept one from being started at all.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for member in members {
                group.addTask { try await self.keepRunning(member) }
            }
            do {
                try await group.waitForAll()
            } catch {
                stop()
                throw error
            }
        }
    }

    /// Stops all services gracefully; `run` returns when they have ended.
    package func stop() {
        let children = state.withLock { state in
            state.isStopping = true
            return Array(state.children.values)
        }
        for child in children { child.stop() }
    }

    private func keepRunning(_ member: SuiteMember) async throws {
        var failures = 0
        while let child = try start(member) {
            let begun = ContinuousClock.now
            let code = await child.exit()
            if state.withLock({ $0.isStopping }) { return }
            if code == 2 { throw CommandFault("\(member.name) refuses its settings") }
            // One that ran well for a while is started again at once.
            if ContinuousClock.now - begun > .seconds(30) { failures = 0 }
            hear("jifen | \(member.name) ended with \(code); it is started again")
            failures += 1
            try await rest(Self.pause.after(failures))
        }
    }

    /// Waits, but no longer than until `stop`.
    private func rest(_ pause: Duration) async throws {
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end, !state.withLock({ $0.isStopping }) {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func start(_ member: SuiteMember) throws -> ChildProcess? {
        try state.withLock { state in
            guard !state.isStopping else { return nil }
            let child = try ChildProcess(
                name: member.name,
                executable: Self.executable(member.name),
                arguments: [
                    "--store", folder.store(of: member), "--keys", folder.keysPath,
                    "--port", "\(portBase + member.portOffset)",
                ] + flags(ofCallsBy: member)
                    + (member.keeps.contains(.games) ? ["--seed-keys", folder.seedKeysPath] : [])
                    + (hasTestClock ? ["--test-clock"] : []),
                hear: { [hear] in hear("\(member.name) | \($0)") }
            )
            state.children[member.name] = child
            return child
        }
    }

    /// Where the neighbours are that run here, and what a service signs its calls with.
    private func flags(ofCallsBy member: SuiteMember) -> [String] {
        guard !member.neighbours.isEmpty else { return [] }
        let running = members.filter { member.neighbours.contains($0.name) }
        let addresses = running.flatMap { neighbour in
            [
                "--\(neighbour.name)-url",
                "http://127.0.0.1:\(portBase + neighbour.portOffset)",
            ]
        }
        return addresses + ["--service-key", folder.secretPath(of: .signer(of: member))]
    }

    /// The executables of the suite lie in one folder.
    private static func executable(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = (own as NSString).deletingLastPathComponent + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw CommandFault("\(path) is missing; build it with `swift build -c release`")
        }
        return path
    }
}
