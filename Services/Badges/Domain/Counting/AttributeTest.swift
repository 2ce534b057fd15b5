import Primitives

/// What one attribute of an event must be for the event to count.
package struct AttributeTest: Hashable, Sendable {
    /// What is asked of a value.
    package enum Question: Hashable, Sendable {
        /// It is one of these.
        case isOneOf(Set<AttributeValue>)
        /// It is a number within these bounds.
        case isWithin(ClosedRange<Int64>)
    }

    /// The attribute; an event without it does not count.
    package let name: AttributeName
    /// What it must be.
    package let question: Question

    /// Joins an attribute and what it must be.
    package init(_ name: AttributeName, _ question: Question) {
        self.name = name
        self.question = question
    }

    /// Whether an event passes.
    package func isPassed(by event: MemberEvent) -> Bool {
        guard let value = event.attributes[name] else { return false }
        return switch question {
        case .isOneOf(let values): values.contains(value)
        case .isWithin(let bounds): value.integer.map(bounds.contains) ?? false
        }
    }
}
