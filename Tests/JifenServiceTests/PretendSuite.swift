import JifenService
import TestSupport

/// A suite of services that tests script, as `jifen` finds it through its data folder.
struct PretendSuite {
    let client: SuiteClient
    let members: [SuiteMember]
    private let folder: TemporaryFolder
    private let neighbours: [ScriptedNeighbour]

    /// Starts services by their names.
    init(
        _ services: [(name: String, script: ScriptedNeighbour.Script)],
        patience: SuiteClient.Patience = .short
    ) throws {
        folder = try TemporaryFolder()
        let data = DataFolder(folder.file("data"))
        try data.prepare()
        try data.remember(portBase: 1)
        let neighbours = try services.map { try ScriptedNeighbour(script: $0.script) }
        self.neighbours = neighbours
        members = zip(services, neighbours).map { service, neighbour in
            SuiteMember(
                name: service.name,
                portOffset: Int(neighbour.port) - 1,
                section: [],
                neighbours: service.name == "checkin" ? ["gateway"] : [],
                keeps: Self.kept[service.name] ?? []
            )
        }
        client = SuiteClient(data, patience: patience)
    }

    /// What services keep, by their names.
    private static let kept: [String: Set<SuiteMember.Kept>] = [
        "gateway": [.ledger], "checkin": [.intents, .streaks],
    ]

    /// The requests that a service has had.
    func requests(to place: Int = 0) -> [ScriptedNeighbour.Request] { neighbours[place].requests }

    /// Ends the services and the connections to them.
    func stop() {
        client.close()
        for neighbour in neighbours { neighbour.stop() }
    }
}

extension ScriptedNeighbour {
    typealias Script = @Sendable (Request) -> Reaction
}
