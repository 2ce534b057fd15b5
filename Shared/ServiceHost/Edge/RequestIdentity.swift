import Hummingbird
import Primitives

/// Names requests, so that a caller's log, ours and a stored refusal speak of the same one.
enum RequestIdentity {
    /// The id that the caller gave, if it is well-formed, else a fresh one.
    static func id(of request: Request) -> String {
        if let given = request.headers[.requestID], MemberID.isValid(given) { return given }
        var generator = SystemRandomNumberGenerator()
        return TimeOrderedID(
            at: SystemClock.now(), random: (generator.next(), generator.next())
        ).description
    }
}
