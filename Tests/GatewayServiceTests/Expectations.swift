import Problems
import TestSupport
import Testing
import Wire

/// Expects that an answer is a certain refusal, in the form that every refusal has.
func expect(
    _ answer: Answer,
    refuses slug: Slug,
    isFinal: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(answer.slug == slug.rawValue, sourceLocation: sourceLocation)
    #expect(answer.status == slug.status, sourceLocation: sourceLocation)
    #expect(
        answer.header("Content-Type") == "application/problem+json",
        sourceLocation: sourceLocation
    )
    #expect(answer.json["title"]?.text == slug.title, sourceLocation: sourceLocation)
    #expect(
        answer.json["status"]?.integer == Int64(slug.status),
        sourceLocation: sourceLocation
    )
    #expect(answer.json["final"] == (isFinal ? true : nil), sourceLocation: sourceLocation)
    if !answer.isReplayed {
        #expect(
            answer.json["instance"]?.text == answer.header("X-Request-Id"),
            sourceLocation: sourceLocation
        )
    }
}

extension TestClient.Answer {
    /// The paths of the faults that a refusal names.
    var faultPaths: [String] {
        json["faults"]?.elements?.compactMap { $0["path"]?.text } ?? []
    }

    /// The id of the transfer that was made.
    var transferID: String { json["transfer"]?["id"]?.text ?? "" }

    /// The results of a batch.
    var results: [JSON] { json["results"]?.elements ?? [] }
}

/// Waits until something holds; the test's time limit ends a wait in vain.
///
/// - Throws: `CancellationError`, or what the condition throws.
func until(_ condition: () async throws -> Bool) async throws {
    while try await !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
