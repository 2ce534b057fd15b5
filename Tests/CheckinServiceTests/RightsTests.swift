import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A caller without the right", .timeLimit(.minutes(2)))
struct RightsTests {
    private struct Line: Sendable {
        let method: Call.Method
        let path: String
        let body: JSON?
        let forbidden: [Role]

        init(_ method: Call.Method, _ path: String, _ body: JSON?, _ forbidden: [Role]) {
            self.method = method
            self.path = path
            self.body = body
            self.forbidden = forbidden
        }
    }

    private static let day: JSON = ["day": "2026-03-03"]
    private static let span: JSON = ["from": "2026-03-08", "to": "2026-03-08"]
    private static let level: JSON = ["level": ["value": 9, "version": 9]]
    private static let grant: JSON = [
        "key": "g", "member": "m-1", "kind": "freeze", "count": 1, "source": "test",
    ]

    /// What would be done if it were allowed, and who may not.
    private static let lines = [
        Line(.post, "/v1/checkins", ["member": "m-1"], [.viewer]),
        Line(.post, "/v1/members/m-1/makeups", day, [.service, .viewer]),
        Line(.post, "/v1/members/m-1/freezes", [:], [.service, .viewer]),
        Line(.post, "/v1/members/m-1/pauses", span, [.service, .viewer]),
        Line(.post, "/v1/grants", grant, [.member, .viewer]),
        Line(.post, "/v1/makeups/MAKEUP/reversal", reason, [.member, .service, .viewer]),
        Line(.put, "/v1/members/m-1/traits", level, [.member, .operator, .viewer]),
        Line(.put, "/v1/programme", CheckinBooth.frame([]), [.member, .service, .viewer]),
        Line(.post, "/v1/programme/rollback", ["version": 1], [.member, .service, .viewer]),
        Line(.get, "/v1/programme", nil, [.member]),
        Line(.get, "/v1/programme/versions", nil, [.member]),
        Line(.get, "/v1/outbox", nil, [.member, .service]),
        Line(.post, "/v1/outbox/ROW/retry", [:], [.member, .service, .viewer]),
        Line(.post, "/v1/outbox/ROW/settle", reason, [.member, .service, .viewer]),
        Line(.get, "/v1/intents", nil, [.member, .service]),
        Line(.get, "/v1/reconciliation", nil, [.member, .service]),
        Line(.get, "/v1/stats", nil, [.member]), Line(.get, "/v1/audit", nil, [.member, .service]),
        Line(.get, "/v1/store/check", nil, [.member, .service]),
    ]

    private static let reason: JSON = ["reason": "test"]

    @Test("is refused as forbidden, one without a token as unauthenticated, and nothing is done")
    func refused() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-04")
            let made = try await booth.makeUp("2026-03-02", key: "k-1")
            let makeUp = try #require(made.json["id"]?.text)
            let rows = try await booth.get("/v1/outbox")["items"]?.elements
            let row = try #require(rows?.first?["id"]?.text)
            let before = try await Self.state(booth)
            for (place, line) in Self.lines.enumerated() {
                let path = line.path.replacing("MAKEUP", with: makeUp).replacing("ROW", with: row)
                for role in line.forbidden {
                    let token = try await booth.keys.token(role, role == .member ? "m-1" : "host")
                    let answer = try await booth.service.client.send(
                        line.method,
                        path,
                        line.body,
                        token: token,
                        key: "\(role)-\(place)"
                    )
                    #expect(answer.status == 403, "\(path) by \(role): \(answer.text)")
                    #expect(answer.slug == "forbidden", "\(path) by \(role): \(answer.text)")
                    #expect(answer.json["final"] == nil)
                }
                let nobody = try await booth.service.client.send(
                    line.method,
                    path,
                    line.body,
                    key: "nobody-\(place)"
                )
                #expect(nobody.status == 401, "\(path): \(nobody.text)")
                #expect(nobody.slug == "unauthenticated", "\(path): \(nobody.text)")
            }
            #expect(try await Self.state(booth) == before)
        }
    }

    @Test("sees and moves nothing of another member, nor learns whether there is one")
    func others() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-04")
            let made = try await booth.makeUp("2026-03-02", key: "k-1")
            let id = try #require(made.json["id"]?.text)
            let own = try await booth.send(.get, "/v1/makeups/\(id)", as: "m-1")
            #expect(own.status == 200 && own.body == made.body, "\(own.text)")
            for path in ["/v1/makeups/\(id)", "/v1/freezes/\(id)"] {
                let other = try await booth.send(.get, path, as: "m-2")
                #expect(other.status == 404, "\(path): \(other.text)")
            }
            let before = try await Self.state(booth)
            for member in ["m-1", "nobody"] {
                for (path, body) in [
                    ("makeups", Self.day), ("makeups?dryRun=true", Self.day), ("pauses", Self.span),
                    ("freezes", [:]),
                ] as [(String, JSON)] {
                    let answer = try await booth.send(
                        .post,
                        "/v1/members/\(member)/\(path)",
                        body,
                        as: "m-2",
                        key: "\(member)-\(path)"
                    )
                    #expect(answer.status == 403, "\(path) of \(member): \(answer.text)")
                }
                let page = try await booth.send(.get, "/v1/members/\(member)/streak", as: "m-2")
                #expect(page.status == 403, "\(page.text)")
                let forged: JSON = ["member": .string(member)]
                let checkIn = try await booth.send(.post, "/v1/checkins", forged, as: "m-2")
                #expect(checkIn.status == 403, "\(checkIn.text)")
            }
            #expect(try await Self.state(booth) == before)
        }
    }

    /// What stands of the member, of the programme, of what is owed and of what operators did.
    private static func state(_ booth: CheckinBooth) async throws -> [JSON] {
        var state = [try await booth.page()]
        for path in ["/v1/programme", "/v1/outbox", "/v1/audit"] {
            state.append(try await booth.get(path))
        }
        return state
    }
}
