/// The settings that every service has.
package enum HostSettings {
    /// Their declarations.
    ///
    /// - Parameters:
    ///   - service: The service's name, for its usual store.
    ///   - port: Its usual port.
    /// - Returns: The declarations.
    package static func all(service: String, port: Int) -> [Setting] {
        place(service: service, port: port) + time + limits
    }

    private static func place(service: String, port: Int) -> [Setting] {
        [
            Setting("config", .text, "A file with settings, one `name = value` a line."),
            Setting(
                "store",
                .text,
                standard: "sqlite:\(service).sqlite",
                "Where the service keeps its data."
            ),
            Setting(
                "host",
                .text,
                standard: "127.0.0.1",
                "The address on which the service listens."
            ),
            Setting(
                "port",
                .integer(0...65_535),
                standard: "\(port)",
                "The port on which it listens; 0 takes a free one."
            ),
            Setting(
                "keys",
                .text,
                "The JSON file of the keys whose tokens are taken; must be set."
            ),
        ] + log
    }

    private static var log: [Setting] {
        [
            Setting(
                "log-level",
                .choice(["trace", "debug", "info", "notice", "warning", "error"]),
                standard: "info",
                "From which level on the log is written."
            ),
            Setting(
                "log-format",
                .choice(["human", "json"]),
                standard: "human",
                "How a line of the log looks."
            ),
            Setting(
                "cors-origins",
                .text,
                "The origins whose pages may call the service, joined by commas."
            ),
        ]
    }

    private static var time: [Setting] {
        [
            Setting(
                "test-clock",
                .toggle,
                "Lets the time of the business stand until PUT /v1/clock sets it, so that days "
                    + "can be jumped over; for tests and trials only, never for real points."
            ),
            Setting(
                "job-pause-ms",
                .integer(0...60_000),
                standard: "10000",
                "How many milliseconds the background job waits before it looks again for what "
                    + "has come due; 0 turns it off, and so does the test clock."
            ),
        ]
    }

    private static var limits: [Setting] {
        [
            Setting(
                "body-limit",
                .integer(1024...67_108_864),
                standard: "1048576",
                "The largest body of a request in bytes."
            ),
            Setting(
                "request-limit-ms",
                .integer(10...600_000),
                standard: "10000",
                "The longest time in milliseconds that a request may take, and its head and its "
                    + "body to come."
            ),
            Setting(
                "idle-limit-ms",
                .integer(100...3_600_000),
                standard: "60000",
                "After how many milliseconds a silent connection is closed, or one whose answer is "
                    + "not read."
            ),
            Setting(
                "connections-limit",
                .integer(1...1_000_000),
                standard: "10000",
                "How many connections may be open; more are answered 503 and closed. Never more "
                    + "than the system lets the process open files, but for 64."
            ),
            Setting(
                "member-rate",
                .integer(0...1_000_000),
                standard: "20",
                "Requests a second that one member may make; 0 sets no limit."
            ),
            Setting(
                "member-burst",
                .integer(1...1_000_000),
                standard: "40",
                "How many requests a member may make at once."
            ),
            Setting(
                "service-rate",
                .integer(0...10_000_000),
                standard: "0",
                "Requests a second that one service may make; 0 sets no limit."
            ),
            Setting(
                "service-burst",
                .integer(1...1_000_000),
                standard: "1000",
                "How many requests a service may make at once."
            ),
            Setting(
                "queue-limit",
                .integer(1...1_000_000),
                standard: "8192",
                "How many writes may wait before more are refused."
            ),
            Setting(
                "drain-limit-ms",
                .integer(0...600_000),
                standard: "30000",
                "How many milliseconds a graceful stop may take."
            ),
        ]
    }
}
