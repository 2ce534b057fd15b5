import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The record of what operators did", .timeLimit(.minutes(2)))
struct AuditTests {
    @Test("Each action is recorded once with who and why, what members and services do is not")
    func record() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-03-01"], today: "2026-03-03")
            let made = try await booth.makeUp("2026-03-02", key: "k-1")
            let id = try #require(made.json["id"]?.text)
            for _ in 0..<2 {
                try await booth.operate("/v1/makeups/\(id)/reversal", ["reason": "error"])
                try await booth.operate("/v1/grants", .freezes(1, key: "g-1"))
                let span: JSON = ["from": "2026-03-05", "to": "2026-03-06"]
                try await booth.operate("/v1/members/m-1/pauses", span)
            }
            let granted = CheckinRefusal(
                .post,
                "/v1/grants",
                .freezes(1, key: "g-2"),
                201,
                "",
                by: .service
            )
            #expect(try await booth.send(granted).status == 201)
            let refused = try await booth.send(
                .init(.post, "/v1/grants", .freezes(2, key: "g-3"), 409, "", by: .operator)
            )
            #expect(refused.status == 409)

            let items = try #require(try await booth.get("/v1/audit")["items"]?.elements)
            #expect(
                items.map { $0["action"] }
                    == ["pause", "freezes.grant", "makeup.reversal", "programme.publish"]
            )
            #expect(items.map { $0["reason"] } == [nil, "goodwill", "error", nil])
            #expect(
                items.map { $0["subject"] }
                    == ["member:m-1", "member:m-1", .string("makeup:\(id)"), "version:1"]
            )
            #expect(items.allSatisfy { $0["caller"] == "operator:host" })
            #expect(items.allSatisfy { ($0["requestId"]?.text?.count ?? 0) > 0 })
            #expect(items[0]["at"] == "2026-03-03T04:00:00.000Z")
        }
    }

    @Test("It is read page by page, newest first, by operators and those who look")
    func pages() async throws {
        try await CheckinBooth.serving { booth in
            for day in 1...5 {
                let day = JSON.string("2026-03-0\(day)")
                _ = try await booth.send(
                    .init(
                        .post,
                        "/v1/members/m-\(day.text ?? "")/pauses",
                        ["from": day, "to": day],
                        201,
                        "",
                        by: .operator
                    )
                )
            }
            var seen: [JSON?] = []
            var path = "/v1/audit?limit=2"
            while true {
                let page = try await booth.get(path, by: .operator)
                seen += (page["items"]?.elements ?? []).map { $0["subject"] }
                guard let next = page["next"]?.text else { break }
                path = "/v1/audit?limit=2&after=\(next)"
            }
            #expect(
                seen == [
                    "member:m-2026-03-05", "member:m-2026-03-04", "member:m-2026-03-03",
                    "member:m-2026-03-02", "member:m-2026-03-01", "version:1",
                ]
            )
        }
    }

    @Test("It is refused to others, and where the page is none")
    func refusals() async throws {
        try await CheckinBooth.serving { booth in
            for query in ["?after=x", "?after=0", "?limit=0"] {
                let refusal = CheckinRefusal(
                    .get,
                    "/v1/audit\(query)",
                    nil,
                    400,
                    "",
                    by: .viewer
                )
                let answer = try await booth.send(refusal)
                #expect(answer.slug == "invalid-request")
            }
            for role in [Role.member, .service] {
                let refusal = CheckinRefusal(.get, "/v1/audit", nil, 403, "", by: role)
                let answer = try await booth.send(refusal)
                #expect(answer.slug == "forbidden")
            }
        }
    }
}

extension CheckinBooth {
    /// Has an operator write something, which must be done; the path is the key.
    func operate(_ path: String, _ body: JSON) async throws {
        let answer = try await send(
            .init(.post, path, body, 201, "", by: .operator, key: path)
        )
        try #require(answer.status == 201, "\(answer.text)")
    }
}
