import Access
import Calls
import Foundation
import Primitives
import TestSupport
import Testing
import Wire

@Suite("The zone of a member, as its tokens say", .timeLimit(.minutes(2)))
struct ZoneTests {
    private static func programme(ownZones: Bool = true) -> JSON {
        var rules: [JSON.Member] = [
            .init("base", 1), .init("makeUp", ["windowDays": 7, "perMonth": 1, "prices": [0]]),
        ]
        if ownZones { rules.append(.init("ownZones", true)) }
        return CheckinBooth.frame([.init("checkin", .object(rules))])
    }

    /// A device of the member, in a zone, whose token was issued some seconds ago.
    private struct Device {
        let booth: CheckinBooth
        let token: String

        init(_ booth: CheckinBooth, in zone: String?, age seconds: Int64) async throws {
            self.booth = booth
            let now = Int64(Date().timeIntervalSince1970) - seconds
            token = try await booth.keys.token(
                .member,
                "m-1",
                at: Instant(milliseconds: now * 1000),
                zone: zone
            )
        }

        func checkIn(_ day: String) async throws -> TestClient.Answer {
            try await booth.service.client.send(
                .post,
                "/v1/checkins",
                ["day": .string(day)],
                token: token
            )
        }

        func makeUp(_ day: String, key: String) async throws -> TestClient.Answer {
            try await booth.service.client.send(
                .post,
                "/v1/members/me/makeups",
                ["day": .string(day)],
                token: token,
                key: key
            )
        }

        func page() async throws -> JSON {
            let path = "/v1/members/me/streak"
            return try await booth.service.client.send(.get, path, token: token).json
        }
    }

    @Test("is that of the first one at once, and of services that act for it the stored one")
    func first() async throws {
        try await CheckinBooth.serving(programme: Self.programme(), from: "2026-03-01") { booth in
            let device = try await Device(booth, in: "America/Los_Angeles", age: 60)
            let early = try await device.checkIn("2026-03-01")
            #expect(early.slug == "not-open", "\(early.text)")
            #expect(early.json["opensAt"] == "2026-03-01T08:00:00.000Z")
            let done = try await device.checkIn("2026-02-28")
            #expect(done.status == 201, "\(done.text)")
            #expect(done.json["zone"] == "America/Los_Angeles")
            #expect(done.json["endsAt"] == "2026-03-01T08:00:00.000Z")
            // It is the first of March in the programme's zone, but not for this member.
            for role in [Role.service, .operator] {
                let body: JSON = ["member": "m-1"]
                let answer = try await booth.send(.post, "/v1/checkins", body, by: role)
                #expect(answer.isReplayed && answer.body == done.body, "\(answer.text)")
            }
            let other: JSON = ["member": "m-2"]
            let stranger = try await booth.send(.post, "/v1/checkins", other, by: .service)
            #expect(stranger.json["zone"] == "Asia/Shanghai")
            #expect(stranger.json["day"] == "2026-03-01")
        }
    }

    @Test("changes when the open day has ended in both, as the newest one asks, and costs no day")
    func change() async throws {
        try await CheckinBooth.serving(programme: Self.programme(), from: "2026-03-01") { booth in
            let west = try await Device(booth, in: "America/Los_Angeles", age: 60)
            let home = try await Device(booth, in: "Asia/Shanghai", age: 40)
            let late = try await Device(booth, in: "America/Los_Angeles", age: 50)
            #expect(try await west.checkIn("2026-02-28").status == 201)
            let next: JSON = ["zone": "Asia/Shanghai", "from": "2026-03-01T08:00:00.000Z"]
            #expect(try await home.page()["nextZone"] == next)
            // A page that is read stores nothing.
            #expect(try await west.page()["nextZone"] == nil)

            try booth.go(at: "2026-03-01T09:00:00Z")
            let second = try await home.checkIn("2026-03-01")
            #expect(second.status == 201, "\(second.text)")
            #expect(second.json["zone"] == "America/Los_Angeles")
            #expect(second.json["endsAt"] == "2026-03-02T08:00:00.000Z")
            // An older token that is heard later asks for nothing.
            let waiting = try await late.page()["nextZone"]
            #expect(waiting == ["zone": "Asia/Shanghai", "from": "2026-03-02T08:00:00.000Z"])

            try booth.go(at: "2026-03-02T20:00:00Z")
            let third = try await home.checkIn("2026-03-03")
            #expect(third.status == 201, "\(third.text)")
            #expect(third.json["zone"] == "Asia/Shanghai")
            #expect(third.json["streak"]?["current"] == 3)
            let states = try await home.page()["calendar"]?.elements?.map { $0["state"] }
            #expect(states == ["checked", "skipped", "checked"])
            // Neither of the days before is open again.
            #expect(try await late.checkIn("2026-03-02").slug == "not-open")
            #expect(try await late.checkIn("2026-03-01").isReplayed)
        }
    }

    @Test(
        "is the programme's where it allows no others, and where none is known or named",
        arguments: [("Asia/Tokyo", false), ("Mars/Olympus", true), (nil, true)]
            as [(String?, Bool)]
    )
    func programmes(zone: String?, ownZones: Bool) async throws {
        let programme = Self.programme(ownZones: ownZones)
        try await CheckinBooth.serving(programme: programme, from: "2026-03-01") { booth in
            // In Tokyo it is the second already.
            try booth.go(at: "2026-03-01T15:30:00Z")
            let device = try await Device(booth, in: zone, age: 60)
            let answer = try await device.checkIn("2026-03-01")
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["zone"] == "Asia/Shanghai")
            #expect(try await device.page()["nextZone"] == nil)
        }
    }

    @Test("says which days there are, not in which month a make-up is made")
    func months() async throws {
        try await CheckinBooth.serving(programme: Self.programme(), from: "2026-03-27") { booth in
            let device = try await Device(booth, in: "America/Los_Angeles", age: 60)
            for day in ["2026-03-27", "2026-03-30"] {
                try booth.go(at: "\(day)T20:00:00Z")
                #expect(try await device.checkIn(day).status == 201)
            }
            try booth.go(at: "2026-03-31T15:59:59Z")
            let march = try await device.makeUp("2026-03-28", key: "k-1")
            #expect(march.status == 201, "\(march.text)")
            let full = try await device.makeUp("2026-03-29", key: "k-2")
            #expect(full.slug == "limit-reached", "\(full.text)")
            #expect(full.json["resetsAt"] == "2026-03-31T16:00:00.000Z")
            // In Los Angeles it is 31 March for fifteen hours more.
            try booth.go(at: "2026-03-31T16:00:00Z")
            let page = try await device.page()
            #expect(page["today"]?["day"] == "2026-03-31")
            #expect(page["makeUps"]?["left"] == 1)
            #expect(page["makeUps"]?["resetsAt"] == "2026-04-30T16:00:00.000Z")
            let april = try await device.makeUp("2026-03-29", key: "k-3")
            #expect(april.status == 201, "\(april.text)")
            #expect(april.json["streak"]?["current"] == 4)
        }
    }
}
