/// What one attempt of a caller is known by: the header `X-Request-Id`, which neighbours return;
/// a call may have another one instead.
///
/// So an answer that went astray, as behind a proxy that has sent an earlier one twice, is told
/// from the attempt's own.
struct AttemptID: Sendable {
    /// As it stands in the header.
    let text: String
    /// What all ids of the caller begin with, and no others do.
    private let caller: String

    /// Names an attempt.
    ///
    /// - Parameters:
    ///   - number: Which attempt of the caller it is.
    ///   - caller: A word that no other caller has.
    init(_ number: UInt64, of caller: String) {
        self.caller = caller + "-"
        text = "\(caller)-\(number)"
    }

    /// Whether an answer belongs to another attempt of the same caller; a neighbour that returns
    /// none of these ids, or a proxy that puts its own in their place, says nothing.
    func isAnother(than returned: String) -> Bool {
        returned != text && returned.hasPrefix(caller)
    }
}
