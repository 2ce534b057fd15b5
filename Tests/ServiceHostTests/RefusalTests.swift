import Problems
import ServiceHost
import Storage
import Testing
import Wire

@Suite("An error that reaches the edge")
struct RefusalTests {
    struct Row: Sendable {
        let error: any Error
        let slug: Slug
        let retryAfter: Int?

        init(_ error: any Error, _ slug: Slug, retryAfter: Int? = nil) {
            self.error = error
            self.slug = slug
            self.retryAfter = retryAfter
        }
    }

    private struct Unknown: Error, CustomStringConvertible {
        let description = "password=hunter2"
    }

    @Test(
        "is one refusal, which shows nothing internal",
        arguments: [
            Row(Problem(.chargeLapsed, isFinal: true), .chargeLapsed),
            Row(JSONFault(at: "amount", "is missing"), .invalidRequest),
            Row(KeyReused(), .idempotencyKeyReused),
            Row(StorageError.timeIsOver, .unavailable, retryAfter: 1),
            Row(StorageError.overloaded, .unavailable, retryAfter: 1),
            Row(StorageError.full, .unavailable, retryAfter: 30),
            Row(StorageError.damaged("hunter2"), .unavailable, retryAfter: 5),
            Row(StorageError.unreachable("hunter2"), .unavailable, retryAfter: 5),
            Row(
                StorageError.unusable(path: "hunter2", reason: "hunter2"),
                .unavailable,
                retryAfter: 5
            ),
            Row(StorageError.closed, .unavailable, retryAfter: 5),
            Row(StorageError.inUse(path: "hunter2"), .unavailable, retryAfter: 5),
            Row(StorageError.newer(store: 2, known: 1), .unavailable, retryAfter: 5),
            Row(StorageError.unknownAddress("hunter2"), .unavailable, retryAfter: 5),
            Row(StorageError.fault("hunter2"), .internalFault), Row(Unknown(), .internalFault),
            Row(CancellationError(), .internalFault),
        ]
    )
    func refusals(row: Row) {
        let problem = Problem(refusing: row.error)
        #expect(problem.slug == row.slug)
        #expect(problem.retryAfterSeconds == row.retryAfter)
        let text = String(decoding: problem.bytes(instance: "r"), as: UTF8.self)
        #expect(!text.contains("hunter2"))
    }

    @Test("keeps what it says where it is a problem already")
    func problem() {
        let problem = Problem(
            .insufficientPoints,
            "too few",
            members: [.init("missing", 1)],
            isFinal: true
        )
        #expect(Problem(refusing: problem) == problem)
    }
}
