import Primitives

/// A business event, as the caller that sent it names it.
package struct EventID: Identifier {
    /// The caller's name for the event.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A kind of business event, such as `order.paid`.
package struct EventType: Identifier {
    /// The type's name in requests and in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// An earning rule of the programme.
package struct RuleID: Identifier {
    /// The rule's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}
