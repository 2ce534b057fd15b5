/// What an attribute of an event must be; all that is given must hold.
package struct AttributeTest: Hashable, Sendable {
    /// The attribute's name.
    package let name: String
    /// The value that it must have, or nil for any.
    package var value: BusinessEvent.Attribute?
    /// The values of which it must have one, or nil for any.
    package var oneOf: [BusinessEvent.Attribute]?
    /// The least number that it may be, or nil for no bound.
    package var atLeast: Int64?
    /// The largest number that it may be, or nil for no bound.
    package var atMost: Int64?

    /// A test of an attribute that asks only for its presence.
    package init(name: String) {
        self.name = name
    }

    /// Whether the attribute is there and as it must be.
    func holds(of event: BusinessEvent) -> Bool {
        guard let actual = event.attributes[name] else { return false }
        if let value, actual != value { return false }
        if let oneOf, !oneOf.contains(actual) { return false }
        guard atLeast != nil || atMost != nil else { return true }
        guard case .integer(let number) = actual else { return false }
        return number >= atLeast ?? .min && number <= atMost ?? .max
    }
}
