import Access
import Calls
import Foundation
import TestSupport
import Testing
import Wire

/// A store with its keys, on which gateways run one after the other.
struct Stage: Sendable {
    let folder: TemporaryFolder
    let keys: TestKeys
    let token: String
    /// Settings of the gateways beside those of every stage.
    let settings: [String: String]

    /// The folder of the store, below the stage's own.
    private let place: String

    /// Makes an empty store's folder, and keys for the services that call.
    init(
        _ settings: [String: String] = [:],
        storeIn place: String = ".",
        services: [String] = ["host"]
    ) async throws {
        self.settings = settings
        self.place = place
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file(place),
            withIntermediateDirectories: true
        )
        keys = try TestKeys(in: folder, services: services)
        token = try await keys.token(.service)
    }

    /// The same stage, its store under another name.
    init(of stage: Stage, named path: String) {
        folder = stage.folder
        keys = stage.keys
        token = stage.token
        settings = stage.settings.merging(["store": "sqlite:\(path)"]) { $1 }
        place = stage.place
    }

    var store: String {
        place == "." ? folder.file("gateway.sqlite") : folder.file(place + "/gateway.sqlite")
    }

    private var flags: [String: String] {
        ["store": "sqlite:\(store)", "keys": keys.path, "port": "0"].merging(settings) { $1 }
    }

    /// Starts a gateway on the store without waiting for anything.
    func process(
        _ executable: String = "gateway",
        _ words: [String] = [],
        adding environment: [String: String] = [:],
        within wrapper: [String] = []
    ) throws -> ChildProcess {
        let program = wrapper + [try Build.path(of: executable)]
        return try ChildProcess(
            program[0],
            program.dropFirst() + flags.map { "--\($0.key)=\($0.value)" } + words,
            adding: environment
        )
    }

    /// Starts a gateway on the store.
    func start(
        _ executable: String = "gateway",
        connections: Int = 64,
        adding environment: [String: String] = [:],
        within wrapper: [String] = []
    ) async throws -> Gateway {
        let process = try await ServiceProcess(
            executable,
            flags: flags,
            adding: environment,
            within: wrapper
        )
        return Gateway(
            stage: self,
            process: process,
            client: TestClient(
                address: process.address,
                connections: connections,
                keepsConnections: true
            )
        )
    }

    /// Starts a gateway on the new store and publishes a programme with one asset.
    func startFirst(
        _ executable: String = "gateway",
        connections: Int = 64,
        adding environment: [String: String] = [:],
        within wrapper: [String] = []
    ) async throws -> Gateway {
        let gateway = try await start(
            executable,
            connections: connections,
            adding: environment,
            within: wrapper
        )
        let section: JSON = [
            "zone": "Asia/Shanghai", "assets": [["id": "points", "name": "积分"]],
        ]
        let answer = try await gateway.client.send(
            .put,
            "/v1/programme",
            section,
            token: try await keys.token(.operator)
        )
        try #require(answer.status == 200, "\(answer.text)")
        return gateway
    }
}
