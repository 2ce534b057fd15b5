import Primitives
import Synchronization

/// Names requests, so that a caller's log, ours and a stored refusal speak of the same one.
final class RequestIdentity: Sendable {
    private let process: (UInt64, UInt64)
    private let count = Atomic<UInt64>(0)

    /// Begins with random numbers that no other process has.
    init() {
        var generator = SystemRandomNumberGenerator()
        process = (generator.next(), generator.next())
    }

    /// The id that the caller gave, if it is well-formed, else a fresh one.
    func id(given: String?) -> String {
        if let given, MemberID.isValid(given) { return given }
        let place = count.wrappingAdd(1, ordering: .relaxed).newValue
        return TimeOrderedID(
            at: SystemClock.now(),
            random: (process.0, process.1 &+ place)
        ).description
    }
}
