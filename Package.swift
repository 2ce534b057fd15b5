// swift-tools-version: 6.2
import PackageDescription

// MARK: What the targets share

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let sqlite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let nio = product(name: "NIOCore", package: "swift-nio")
    static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let jwt = product(name: "JWTKit", package: "jwt-kit")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let yams = product(name: "Yams", package: "Yams")
}

/// One library of `Shared`.
func shared(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    excluding excluded: [String] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Shared/\(name)",
        exclude: excluded,
        swiftSettings: strict
    )
}

/// The pure rules of one service.
func domain(_ name: String, _ extra: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(name)Domain",
        dependencies: ["Primitives"] + extra,
        path: "Services/\(name)/Domain",
        swiftSettings: strict
    )
}

/// What other services and the command line may see of one service.
func client(_ name: String, _ extra: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(name)Client",
        dependencies: [
            .target(name: "\(name)Domain"), "Primitives", "Zones", "Wire", "Sections", .crypto,
        ] + extra,
        path: "Services/\(name)/Client",
        swiftSettings: strict
    )
}

/// The targets of one service: pure rules, what others may see of it if they see any, what stores
/// and serves it, the executable.
func service(
    _ name: String,
    domain rules: [Target.Dependency] = [],
    hasClient: Bool = false,
    extra: [Target.Dependency] = []
) -> [Target] {
    let folder = "Services/\(name)"
    let clients = hasClient ? [client(name, rules)] : []
    let own: [Target.Dependency] = clients.map { .target(name: $0.name) } + rules + extra
    return clients + [
        domain(name, rules),
        .target(
            name: "\(name)Service",
            dependencies: [
                .target(name: "\(name)Domain"), "Primitives", "Zones", "Wire", "Problems",
                "Storage", "Access", "Sections", "ServiceHost", .crypto, .metrics,
            ] + own,
            path: folder,
            exclude: ["Domain", "Main", "README.md"] + (hasClient ? ["Client"] : []),
            sources: ["Service"],
            resources: [.embedInCode("openapi.yaml")],
            swiftSettings: strict
        ),
        .executableTarget(
            name: name.lowercased(),
            dependencies: [.target(name: "\(name)Service"), "ServiceHost"],
            path: "\(folder)/Main",
            swiftSettings: strict
        ),
    ]
}

/// The tests of one target, in `Tests/<Target>Tests`.
func tests(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    excluding excluded: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: dependencies,
        path: "Tests/\(name)Tests",
        exclude: excluded,
        swiftSettings: strict
    )
}

// MARK: The suite

let shared: [Target] = [
    shared("Primitives"),
    shared("Zones", ["Primitives"]),
    shared("Wire", ["Primitives", .crypto]),
    shared("Chance", ["Wire", .crypto], excluding: ["README.md"]),
    shared("Problems", ["Wire"]),
    .systemLibrary(
        name: "CCurl",
        path: "Shared/CCurl",
        pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    shared("Calls", ["CCurl", "Primitives", .logging]),
    .systemLibrary(
        name: "CSQLite",
        path: "Shared/CSQLite",
        pkgConfig: "sqlite3",
        providers: [.apt(["libsqlite3-dev"])]
    ),
    shared("Storage", ["CSQLite", "Primitives", .grdb, .sqlite, .logging]),
    shared("Access", ["Primitives", "Wire", "Problems", .jwt, .crypto]),
    shared("Sections", ["Primitives", "Zones", "Wire"]),
    shared(
        "ServiceHost",
        [
            "Primitives", "Zones", "Wire", "Problems", "Storage", "Access", "Calls", "Sections",
            .hummingbird, .nio, .configuration, .lifecycle, .signals, .logging, .metrics, .crypto,
        ]
    ),
    shared(
        "Outbox",
        [
            "Primitives", "Wire", "Problems", "Storage", "Access", "Calls", "ServiceHost",
            .lifecycle, .logging, .metrics,
        ]
    ),
    shared(
        "Intents",
        [
            "Primitives", "Wire", "Problems", "Storage", "Access", "Calls", "ServiceHost",
            .lifecycle, .logging, .metrics,
        ]
    ),
    shared(
        "TestSupport",
        [
            "Primitives", "Wire", "Problems", "Calls", "Access", "Storage", "ServiceHost",
            .logging, .yams,
        ]
    ),
]

let charging: [Target.Dependency] = ["Calls", "Intents", "Outbox"]
let services =
    service("Gateway", extra: ["Calls", "Outbox"]) + service("Checkin", extra: charging)
    + service("Games", domain: ["Chance"], hasClient: true, extra: charging)
    + service("Badges", extra: ["Outbox", .logging, .lifecycle])

let jifen: [Target] = [
    .target(
        name: "JifenService",
        dependencies: [
            "GamesClient", "Primitives", "Sections", "Zones", "Wire", "Access", "Calls",
            .argumentParser, .yams, .signals, .logging,
        ],
        path: "Services/Jifen/Service",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "jifen",
        dependencies: ["JifenService"],
        path: "Services/Jifen/Main",
        swiftSettings: strict
    ),
]

// MARK: What only tests use

let probes: [Target] = [
    .executableTarget(
        name: "hasty-gateway",
        dependencies: ["GatewayService", "ServiceHost", "Storage"],
        path: "Tests/HastyGateway",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "draw-bench",
        dependencies: ["Chance"],
        path: "Tests/Bench/Draws",
        swiftSettings: strict
    ),
    .target(name: "FlushShim", path: "Tests/FlushShim"),
    .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
    .testTarget(
        name: "SuiteTests",
        dependencies: [
            "TestSupport", "Calls", "Wire", "Access", "Primitives", "CSQLite", "JifenService",
            "gateway", "checkin", "games", "badges", "hasty-gateway", "jifen",
        ],
        path: "Tests/SuiteTests",
        exclude: ["Samples"],
        swiftSettings: strict
    ),
]

let package = Package(
    name: "jifen",
    products: [
        // Preloaded by the tests into a service, so it must be a library of its own.
        .library(name: "FlushShim", type: .dynamic, targets: ["FlushShim"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle",
            from: "2.13.0"
        ),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: shared + services + jifen + probes + [
        tests("Primitives", ["Primitives", "TestSupport"]),
        tests("Zones", ["Zones", "Primitives", "TestSupport"]),
        tests("Wire", ["Wire", "Primitives", "TestSupport"]),
        tests("Chance", ["Chance", "TestSupport"], excluding: ["verifier.py"]),
        tests("Problems", ["Problems", "Wire"]),
        tests(
            "Storage",
            ["Storage", "CSQLite", "FaultyDisk", "Primitives", "TestSupport", .logging]
        ),
        tests("Access", ["Access", "Primitives", "Problems", "TestSupport", .crypto]),
        tests("Calls", ["Calls", "Primitives", "TestSupport", .logging]),
        tests(
            "Outbox",
            [
                "Outbox", "ServiceHost", "Primitives", "Wire", "Problems", "Storage", "Access",
                "Calls", "TestSupport", .lifecycle, .logging, .metrics,
            ]
        ),
        tests(
            "ServiceHost",
            [
                "ServiceHost", "Sections", "Primitives", "Wire", "Problems", "Storage", "Access",
                "Calls", "TestSupport", .logging, .metrics,
            ]
        ),
        tests(
            "Intents",
            [
                "Intents", "ServiceHost", "Primitives", "Wire", "Problems", "Storage", "Access",
                "Calls", "TestSupport", .logging,
            ]
        ),
        tests("GatewayDomain", ["GatewayDomain", "Primitives", "TestSupport"]),
        tests(
            "GatewayService",
            [
                "GatewayService", "GatewayDomain", "ServiceHost", "Sections", "Storage",
                "TestSupport", "Calls", "Wire", "Problems", "Access", "Primitives", "JifenService",
                .logging, .crypto,
            ]
        ),
        tests("CheckinDomain", ["CheckinDomain", "Primitives", "Zones", "TestSupport"]),
        tests(
            "CheckinService",
            [
                "CheckinService", "CheckinDomain", "GatewayService", "ServiceHost", "Sections",
                "Storage", "Outbox", "Intents", "TestSupport", "Calls", "Wire", "Problems",
                "Access",
                "Primitives", "Zones", "JifenService", .logging, .crypto,
            ]
        ),
        tests("GamesDomain", ["GamesDomain", "Chance", "Primitives", "TestSupport"]),
        tests(
            "GamesClient",
            [
                "GamesClient", "GamesDomain", "Chance", "Sections", "Primitives", "Wire", "Zones",
                "TestSupport", "JifenService",
            ],
            excluding: ["verify_epoch.py"]
        ),
        tests(
            "GamesService",
            [
                "GamesService", "GamesClient", "GamesDomain", "Chance", "GatewayService",
                "ServiceHost", "Storage", "Outbox", "Intents", "TestSupport", "Calls", "Wire",
                "Problems", "Access", "Primitives", "Zones", "Sections", "JifenService", .logging,
                .crypto,
            ]
        ),
        tests("BadgesDomain", ["BadgesDomain", "Primitives", "TestSupport"]),
        tests(
            "BadgesService",
            [
                "BadgesService", "BadgesDomain", "GatewayService", "ServiceHost", "Sections",
                "Storage", "Outbox", "TestSupport", "Calls", "Wire", "Problems", "Access",
                "Primitives", "Zones", "JifenService", .logging, .crypto,
            ]
        ),
        tests(
            "JifenService",
            [
                "JifenService", "GamesClient", "Access", "Primitives", "TestSupport", "Wire",
                "Zones",
            ]
        ),
        tests("Tidy"),
    ]
)
