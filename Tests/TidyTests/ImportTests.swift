import Testing

struct ImportTests {
    @Test func `every import stays inside its layer`() {
        let rule = ImportRule(
            services: Set(Repository.names(in: "Services")),
            shared: Set(Repository.names(in: "Shared"))
        )
        Repository.report(Repository.sources.flatMap(rule.findings))
    }

    @Test(arguments: samples)
    func `an import out of place is found`(_ sample: Sample) {
        let rule = ImportRule(
            services: ["Gateway", "Mall"],
            shared: ["Primitives", "Chance", "ServiceHost", "Calls", "CCurl", "Storage"]
        )
        sample.check(rule.findings)
    }

    static let samples = [
        Sample(
            "Services/Mall/Main/Mall.swift",
            "import Foundation\nimport Glibc\nimport MallService\nimport ServiceHost"
        ),
        Sample(
            "Services/Mall/Main/Mall.swift",
            "import MallDomain\nimport GatewayService\nimport Hummingbird\nimport GatewayClient",
            wrong: [1, 2, 3, 4]
        ),
        Sample("Services/Mall/Domain/Order.swift", "import Chance\npackage import Primitives"),
        Sample(
            "Services/Mall/Domain/Order.swift",
            "import Foundation\nimport struct Foundation.Date\n@preconcurrency import Logging",
            wrong: [1, 2, 3]
        ),
        Sample(
            "Services/Mall/Domain/Sub/Order.swift",
            "#if canImport(GRDB)\nimport GRDB\n#endif",
            wrong: [2]
        ),
        Sample(
            "Services/Mall/Service/Orders.swift",
            "import MallDomain\nimport GatewayClient\nimport Hummingbird // import GatewayDomain"
        ),
        Sample(
            "Services/Mall/Service/Orders.swift",
            "import GatewayDomain\nimport GatewayService\nimport CCurl\nimport GRDB",
            wrong: [1, 2, 3, 4]
        ),
        Sample("Services/Mall/Client/Mall.swift", "import GatewayDomain", wrong: [1]),
        Sample("Shared/Access/Token.swift", "import MallDomain\nimport JWTKit", wrong: [1]),
        Sample("Shared/Calls/Handle.swift", "import CCurl\nimport AsyncHTTPClient", wrong: [2]),
        Sample("Shared/Storage/Writer.swift", "import GRDB\nimport GRDBSQLite\nimport CPostgres"),
        Sample("Shared/StorageMore/Writer.swift", "import SQLite3", wrong: [1]),
        Sample("Shared/TestSupport/Plans.swift", "import GRDB\nimport Storage", wrong: [1]),
        Sample("Tests/StorageTests/A.swift", "import GRDB\nimport Storage", wrong: [1]),
        Sample("Tests/Bench/A.swift", "import SQLite3\nimport MallDomain", wrong: [1]),
        Sample(
            "Tests/MallTests/A.swift",
            "import GRDB\nimport FoundationNetworking\nimport MallService\n\"import GRDB\"",
            wrong: [1, 2]
        ),
    ]
}
