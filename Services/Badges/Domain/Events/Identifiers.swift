import Primitives

/// An event, as its source names it.
package struct EventID: Identifier {
    /// The source's name for it.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// What kind of thing happened, such as `order.paid`.
package struct EventType: Identifier {
    /// The name that events bear.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// What an event says beside who, what and when, such as `amountMinor`.
package struct AttributeName: Identifier {
    /// The attribute's name.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A badge.
package struct BadgeID: Identifier {
    /// The badge's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A tier of one badge, such as `gold`.
package struct TierID: Identifier {
    /// The tier's name within its badge.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A level of the programme.
package struct LevelID: Identifier {
    /// The level's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A task.
package struct TaskID: Identifier {
    /// The task's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}

/// A leaderboard.
package struct BoardID: Identifier {
    /// The board's name in the programme.
    package let text: String

    /// Takes text that `isValid` has accepted.
    package init(validated text: String) {
        self.text = text
    }
}
