import Access
import Calls
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

    /// Makes an empty store's folder.
    init(_ settings: [String: String] = [:]) async throws {
        self.settings = settings
        folder = try TemporaryFolder()
        keys = try TestKeys(in: folder)
        token = try await keys.token(.service)
    }

    var store: String { folder.file("gateway.sqlite") }

    private var flags: [String: String] {
        ["store": "sqlite:\(store)", "keys": keys.path, "port": "0"].merging(settings) { $1 }
    }

    /// Starts a gateway on the store without waiting for anything.
    func process(
        _ executable: String = "gateway",
        _ words: [String] = [],
        adding environment: [String: String] = [:]
    ) throws -> ChildProcess {
        try ChildProcess(
            try Build.path(of: executable),
            flags.map { "--\($0.key)=\($0.value)" } + words,
            adding: environment
        )
    }

    /// Starts a gateway on the store.
    func start(
        _ executable: String = "gateway",
        connections: Int = 64,
        adding environment: [String: String] = [:],
        after preparation: String? = nil
    ) async throws -> Gateway {
        let process = try await ServiceProcess(
            executable,
            flags: flags,
            adding: environment,
            after: preparation
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
        after preparation: String? = nil
    ) async throws -> Gateway {
        let gateway = try await start(
            executable,
            connections: connections,
            adding: environment,
            after: preparation
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
