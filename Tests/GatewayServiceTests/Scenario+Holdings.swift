import Primitives
import Problems
import TestSupport
import Wire

extension Scenario {
    /// Refusals that came with lots, holds and reversals.
    static let holdings = spending + holds + reversals

    private static let spending = [
        Scenario(.alreadyExpired, "a credit whose last day is over", isFinal: true) {
            let body = JSON.movement(of: "m", 1, .init("expiresOn", "2026-02-28"))
            return try await $0.post("/v1/credits", body, key: "k")
        },
        Scenario(.alreadyExpired, "a credit that would end before it begins", isFinal: true) {
            let body = JSON.movement(
                of: "m",
                1,
                .init("availableAt", "2026-04-01T16:00:00Z"),
                .init("expiresOn", "2026-04-01")
            )
            return try await $0.post("/v1/credits", body, key: "k")
        },
        Scenario(.limitReached, "a pending credit above the largest balance", isFinal: true) {
            try await $0.fill("m")
            let body = JSON.movement(of: "m", 1, .init("availableAt", "2026-04-01T16:00:00Z"))
            return try await $0.post("/v1/credits", body, key: "k")
        },
        Scenario(.insufficientPoints, "a hold of more than there is", isFinal: true) {
            try await $0.credit("m", 30, key: "c")
            return try await $0.post("/v1/holds", .movement(of: "m", 31), key: "k")
        },
        Scenario(.insufficientPoints, "a debit of what is held", isFinal: true) {
            _ = try await $0.heldPath()
            return try await $0.debit("m", 11, key: "k")
        },
        Scenario(.accountFrozen, "a hold of a frozen account", isFinal: true) {
            try await $0.credit("m", 30, key: "c")
            try await $0.change("m", "freeze", key: "f")
            return try await $0.post("/v1/holds", .movement(of: "m", 1), key: "k")
        },
    ]

    private static let holds = [
        Scenario(.holdLapsed, "a hold that ends when it begins", isFinal: true) {
            let now = Gateway.start.description
            let body = JSON.movement(of: "m", 1, .init("expiresAt", .string(now)))
            return try await $0.post("/v1/holds", body, key: "k")
        },
        Scenario(.holdLapsed, "a capture at the instant of the lapse", isFinal: true) {
            let path = try await $0.heldPath()
            $0.clock.advance(milliseconds: 10_000)
            return try await $0.post("\(path)/capture", [:], key: "k")
        },
        Scenario(.holdLapsed, "a release after the lapse", isFinal: true) {
            let path = try await $0.heldPath()
            $0.clock.advance(milliseconds: 86_400_000)
            return try await $0.post("\(path)/release", [:], key: "k")
        },
        Scenario(.holdEnded, "a capture of what was captured", isFinal: true) {
            let path = try await $0.heldPath()
            try await $0.post("\(path)/capture", [:], key: "1")
            return try await $0.post("\(path)/capture", [:], key: "k")
        },
        Scenario(.holdEnded, "a capture of what was released", isFinal: true) {
            let path = try await $0.heldPath()
            try await $0.post("\(path)/release", [:], key: "1")
            return try await $0.post("\(path)/capture", ["amount": 1], key: "k")
        },
        Scenario(.holdEnded, "a release of what was released", isFinal: true) {
            let path = try await $0.heldPath()
            try await $0.post("\(path)/release", [:], key: "1")
            return try await $0.post("\(path)/release", [:], key: "k")
        },
        Scenario(.limitReached, "a capture of more than is held", isFinal: true) {
            let path = try await $0.heldPath()
            try await $0.post("\(path)/capture", ["amount": 5], key: "1")
            return try await $0.post("\(path)/capture", ["amount": 16], key: "k")
        },
        Scenario(.accountFrozen, "a capture of a frozen account", isFinal: true) {
            let path = try await $0.heldPath()
            try await $0.change("m", "freeze", key: "f")
            return try await $0.post("\(path)/capture", [:], key: "k")
        },
    ]

    private static let reversals = [
        Scenario(.notReversible, "the reversal of a hold", isFinal: true) {
            let path = try await $0.heldPath().replacing("/holds/", with: "/transfers/")
            return try await $0.post("\(path)/reversals", ["reason": "r"], key: "k")
        },
        Scenario(.limitReached, "a reversal of more than was moved", isFinal: true) {
            let path = try await $0.reversalsPath()
            return try await $0.post(path, ["amount": 31, "reason": "r"], key: "k")
        },
        Scenario(.limitReached, "a reversal of what was undone", isFinal: true) {
            let path = try await $0.reversalsPath()
            try await $0.post(path, ["reason": "r"], key: "1")
            return try await $0.post(path, ["reason": "r"], key: "k")
        },
        Scenario(.insufficientPoints, "the reversal of a credit that was spent", isFinal: true) {
            let path = try await $0.reversalsPath()
            try await $0.debit("m", 25, key: "d")
            return try await $0.post(path, ["reason": "r"], key: "k")
        },
    ]

    private static let nothing = "019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"

    /// Holds and transfers that are not there, or are sent for without a key of their own.
    static let things = [
        Scenario(.notFound, "a hold that never was") {
            try await $0.get("/v1/holds/\(nothing)")
        },
        Scenario(.notFound, "a hold by what is no id") { try await $0.get("/v1/holds/17") },
        Scenario(.notFound, "a hold by the id of a credit") {
            let body = JSON.movement(of: "m", 1)
            let id = try await $0.transfer("/v1/credits", body, key: "c")
            return try await $0.get("/v1/holds/\(id)")
        },
        Scenario(.notFound, "a capture of a hold that never was") {
            try await $0.post("/v1/holds/\(nothing)/capture", [:], key: "k")
        },
        Scenario(.notFound, "a capture of what is no id") {
            try await $0.post("/v1/holds/17/capture", [:], key: "k")
        },
        Scenario(.notFound, "a release of a credit") {
            let body = JSON.movement(of: "m", 1)
            let id = try await $0.transfer("/v1/credits", body, key: "c")
            return try await $0.post("/v1/holds/\(id)/release", [:], key: "k")
        },
        Scenario(.notFound, "a reversal of a transfer that never was") {
            try await $0.post("/v1/transfers/\(nothing)/reversals", ["reason": "r"], key: "k")
        },
        Scenario(.notFound, "a reversal of what is no id") {
            try await $0.post("/v1/transfers/17/reversals", ["reason": "r"], key: "k")
        },
        Scenario(.notFound, "a hold before the first programme", programme: nil) {
            try await $0.post("/v1/holds", .movement(of: "m", 1), key: "k")
        },
        Scenario(.idempotencyKeyMissing, "a capture without a key") {
            try await $0.post("\(try await $0.heldPath())/capture", [:])
        },
        Scenario(.idempotencyKeyMissing, "a reversal without a key") {
            try await $0.post(try await $0.reversalsPath(), ["reason": "r"])
        },
        Scenario(.idempotencyKeyReused, "another amount under the key of a capture") {
            let path = try await $0.heldPath()
            try await $0.post("\(path)/capture", ["amount": 1], key: "k")
            return try await $0.post("\(path)/capture", ["amount": 2], key: "k")
        },
        Scenario(.idempotencyKeyReused, "a release under the key of a capture") {
            let path = try await $0.heldPath()
            try await $0.post("\(path)/capture", [:], key: "k")
            return try await $0.post("\(path)/release", [:], key: "k")
        },
    ]
}
