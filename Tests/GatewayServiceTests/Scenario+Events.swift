import Calls
import Primitives
import Problems
import TestSupport
import Wire

extension Scenario {
    /// Refusals of business events.
    static let events = [
        Scenario(.notFound, "an event before the first programme", programme: nil) {
            try await $0.post("/v1/events", .plainEvent("e", .init("amountMinor", 100)))
        },
        Scenario(.notFound, "an event that never was") { try await $0.get("/v1/events/e") },
        Scenario(.forbidden, "a service that looks at another one's event") {
            try await $0.get("/v1/events/e?caller=shop")
        },
        Scenario(.invalidRequest, "an event that is a week and a millisecond old") {
            let instant = Gateway.instant(Gateway.start.milliseconds - 7 * 86_400_000 - 1)
            return try await $0.post("/v1/events", .plainEvent("e", at: instant))
        },
        Scenario(.invalidRequest, "an event that comes before its time") {
            let instant = Gateway.instant(Gateway.start.milliseconds + 60_001)
            return try await $0.post("/v1/events", .plainEvent("e", at: instant))
        },
        Scenario(.idempotencyKeyReused, "another event under the id of an event") {
            try await $0.post("/v1/events", .plainEvent("e", .init("amountMinor", 100)))
            return try await $0.post("/v1/events", .plainEvent("e", .init("amountMinor", 200)))
        },
        Scenario(
            .limitReached,
            "a refund of more than is left",
            isFinal: true,
            programme: Gateway.earningPoints
        ) {
            try await $0.post("/v1/events", .plainEvent("e", .init("amountMinor", 10_000)))
            try await $0.post("/v1/events", .refund("r-1", 4000))
            return try await $0.post("/v1/events", .refund("r-2", 6001))
        },
        Scenario(
            .linesNeeded,
            "a refund without lines of an order with two ratios",
            isFinal: true,
            programme: Gateway.earningPoints
        ) {
            let lines: JSON = [
                ["category": "cars", "amountMinor": 10_000_000], ["amountMinor": 100_000],
            ]
            try await $0.post("/v1/events", .plainEvent("e", .init("lines", lines)))
            return try await $0.post("/v1/events", .refund("r", 100_000))
        },
        Scenario(
            .insufficientPoints,
            "a refund of what was spent, where the programme refuses that",
            isFinal: true,
            programme: Gateway.earning(shortfall: "refuse")
        ) {
            try await $0.post("/v1/events", .plainEvent("e", .init("amountMinor", 10_000)))
            try await $0.debit("m", 70, key: "d")
            return try await $0.post("/v1/events", .refund("r", 10_000))
        },
    ]

    /// Refusals of the test clock.
    static let clock = [
        Scenario(.notFound, "a test clock where there is none") {
            try await $0.get("/v1/clock", token: $0.operator)
        },
        Scenario(
            .clockBehind,
            "a clock that is set back once there is business",
            settings: ["test-clock": "true"]
        ) {
            try await $0.credit("m", 1, key: "c")
            let instant = Gateway.instant(Gateway.start.milliseconds - 1)
            return try await $0.client.send(
                .put,
                "/v1/clock",
                ["now": .string(instant)],
                token: $0.operator
            )
        },
    ]
}

extension JSON {
    /// A refund of a part of the order `e`.
    fileprivate static func refund(_ id: String, _ amountMinor: Int64) -> JSON {
        .plainEvent(
            id,
            of: "order.refunded",
            .init("refersTo", "e"),
            .init("amountMinor", .integer(amountMinor))
        )
    }
}
