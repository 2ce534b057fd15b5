import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("A version that was published when less was asked of one", .timeLimit(.minutes(2)))
struct StoredVersionTests {
    /// Two badges; with `b:c` their tiers' rewards have one reference.
    private static func badges(_ tier: JSON) -> JSON.Member {
        let goal: JSON = ["count": "order", "atLeast": 1]
        return .init(
            "badges",
            [
                ["id": "a", "tiers": [["id": tier, "goal": goal, "reward": 3]]],
                ["id": "a:b", "tiers": [["id": "c", "goal": goal, "reward": 3]]],
            ]
        )
    }

    private static func section(_ parts: [JSON.Member]) -> JSON {
        .object(BadgesScene.frame + parts)
    }

    @Test("still loads and counts, is the same when it is sent again, and is refused as a new one")
    func colons() async throws {
        let place = try TemporaryFolder()
        try await BadgesScene.serving([Self.badges("b:d")], in: place) { _ in }
        let former = Self.section([Self.badges("b:c")])
        let text = String(decoding: JSONWriter.bytes(of: former), as: UTF8.self)
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute("UPDATE programme SET section = ?", .text(text))
        }
        try await BadgesScene.serving(nil, in: place) { scene in
            let told = try await scene.tell([BadgesScene.event("o-1", "order")])
            #expect(told.status == 200, "\(told.text)")
            let badges = try await scene.profile()["badges"]?.elements ?? []
            #expect(badges.map { $0["id"] } == ["a", "a:b"])
            #expect(badges.allSatisfy { $0["tiers"]?[0]?["earnedAt"] != nil }, "\(badges)")

            func publish(_ section: JSON) async throws -> TestClient.Answer {
                try await scene.send(.put, "/v1/programme", section, by: .operator)
            }
            let same = try await publish(former)
            #expect(same.status == 200, "\(same.text)")
            #expect(same.json["version"] == 1)
            let words: JSON = ["order": ["en": "Orders"]]
            let new = try await publish(
                Self.section([.init("words", words), Self.badges("b:c")])
            )
            #expect(new.status == 422 && new.slug == "invalid-programme", "\(new.text)")
            #expect(new.text.contains("badges[1].tiers[0].id"), "\(new.text)")
            let mended = try await publish(Self.section([Self.badges("b:d")]))
            #expect(mended.status == 200, "\(mended.text)")
            #expect(mended.json["version"] == 2)
            let back = try await scene.send(
                .post,
                "/v1/programme/rollback",
                ["version": 1],
                by: .operator,
                key: "r-1"
            )
            #expect(back.status == 422 && back.slug == "invalid-programme", "\(back.text)")
        }
    }
}
