/// Why bytes from outside are not what was asked for.
package struct JSONFault: Error, Hashable, Sendable {
    /// Where the fault is, such as `operations[3].amount`; empty for the whole text.
    package let path: String
    /// What is wrong, for people.
    package let message: String

    /// Says what is wrong, and where.
    package init(at path: String, _ message: String) {
        self.path = path
        self.message = message
    }
}
