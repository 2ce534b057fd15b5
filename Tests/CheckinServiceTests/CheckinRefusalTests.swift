import Access
import Calls
import CheckinService
import Primitives
import ServiceHost
import TestSupport
import Testing
import Wire

@Suite("What the check-in service refuses", .timeLimit(.minutes(2)))
struct CheckinRefusalTests {
    @Test("A refusal tells its cause, changes nothing, and is final under a key if ever")
    func refusals() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-02-20", "2026-03-02"], today: "2026-03-04")
            let page = try await booth.page()
            for refusal in CheckinRefusal.all {
                let answer = try await booth.send(refusal)
                let text = "\(refusal): \(answer.text)"
                #expect(answer.status == refusal.status, "\(text)")
                #expect(answer.slug == refusal.slug, "\(text)")
                #expect(answer.header("Content-Type") == "application/problem+json", "\(text)")
                #expect(answer.json["final"] == (refusal.isFinal ? true : nil), "\(text)")
                for member in refusal.members {
                    #expect(answer.json[member.name] == member.value, "\(text)")
                }
                let again = try await booth.send(refusal)
                #expect(again.status == answer.status, "\(text)")
                #expect(again.isReplayed == refusal.isFinal, "\(text)")
                if refusal.isFinal { #expect(again.body == answer.body) }
                #expect(try await booth.page() == page, "\(text)")
            }
        }
    }

    @Test("The second make-up of a month with one is refused, and a key means one request")
    func month() async throws {
        try await CheckinBooth.serving { booth in
            try await booth.live(on: ["2026-02-20", "2026-03-02"], today: "2026-03-04")
            let made = try await booth.makeUp("2026-03-03", key: "k-1")
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["streak"]?["current"] == 2)
            let reused = try await booth.makeUp("2026-03-01", key: "k-1")
            #expect(reused.status == 422 && reused.slug == "idempotency-key-reused")
            let second = try await booth.makeUp("2026-03-01", key: "k-2")
            #expect(second.slug == "limit-reached", "\(second.text)")
            #expect(second.json["limit"] == "makeUp.perMonth")
            #expect(second.json["resetsAt"] == "2026-03-31T16:00:00.000Z")
            let repaired = try await booth.makeUp("2026-03-03", key: "k-3")
            #expect(repaired.slug == "nothing-to-repair", "\(repaired.text)")
            #expect(repaired.json["state"] == "madeUp")
        }
    }

    @Test("Without a programme, and without check-ins in it, there is nothing to be had")
    func unpublished() async throws {
        for programme in [nil, CheckinBooth.frame([])] as [JSON?] {
            try await CheckinBooth.serving(programme: programme) { booth in
                let calls: [CheckinRefusal] = [
                    .init(.post, "/v1/checkins", [:], 404, "not-found"),
                    .init(.get, "/v1/members/me/streak", nil, 404, "not-found"),
                    .init(
                        .post,
                        "/v1/members/me/makeups",
                        ["day": "2026-03-01"],
                        404,
                        "not-found"
                    ),
                    .init(.post, "/v1/members/me/freezes", [:], 404, "not-found"),
                ]
                for call in calls {
                    let answer = try await booth.send(call)
                    #expect(answer.status == 404 && answer.slug == "not-found", "\(answer.text)")
                    #expect(answer.json["final"] == nil)
                }
                let traits = try await booth.send(
                    .init(
                        .put,
                        "/v1/members/m-1/traits",
                        ["level": ["value": 2, "version": 1]],
                        200,
                        "",
                        by: .service
                    )
                )
                #expect(traits.status == (programme == nil ? 404 : 200), "\(traits.text)")
            }
        }
    }
}
