/// The name that a caller gives to one attempt, so that a retry of it does nothing twice.
package struct IdempotencyKey: Hashable, Sendable {
    /// The key as the caller sent it.
    package let text: String

    /// The key of that text, or nil where it is not 1 to 128 printable ASCII characters.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard (1...128).contains(bytes.count), bytes.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        self.text = text
    }
}
