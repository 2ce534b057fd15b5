import Primitives
import ServiceHost
import Wire

extension Intents {
    /// After how many seconds a pending intent is worth another look.
    private static let lookAgainSeconds = 1

    /// What an intent answers now: 202 while it is pending, then always the same bytes.
    ///
    /// - Parameters:
    ///   - intent: The intent as it stands.
    ///   - isReplayed: Whether an earlier request began it.
    /// - Returns: The reply.
    package func reply(to intent: Intent, isReplayed: Bool) -> Reply {
        if let answer = intent.answer { return reply(answer, isReplayed: isReplayed) }
        let href = kinds[intent.kind]?.href(intent.id)
        var reply = Reply.json(status: 202) { writer in
            writer.member("id", intent.id.description)
            writer.member("state", intent.state.name)
            writer.member("href", ifPresent: href)
        }
        reply.location = href
        reply.retryAfterSeconds = Self.lookAgainSeconds
        reply.isReplayed = isReplayed
        return reply
    }

    func reply(_ answer: Intent.Answer, isReplayed: Bool) -> Reply {
        var reply = Reply(
            status: answer.status,
            body: answer.body,
            contentType: answer.status < 400 ? "application/json" : "application/problem+json"
        )
        reply.isReplayed = isReplayed
        return reply
    }
}
