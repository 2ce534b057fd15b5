import Primitives

/// How business events turn into points.
package struct Earning: Hashable, Sendable {
    /// What an event of a type does.
    package enum Role: Hashable, Sendable {
        /// It earns what the rules say.
        case earns
        /// It takes back a part of what the event that it refers to has earned.
        case refunds
        /// It takes back all that the event that it refers to has earned.
        case cancels
        /// It makes what the event that it refers to has earned available.
        case confirms
    }

    /// What happens where a refund finds too few points.
    package enum Shortfall: String, Sendable {
        /// It takes what is there, and the rest is recorded.
        case record
        /// It is refused.
        case refuse
    }

    /// What was decided of one event.
    package struct Judgement: Hashable, Sendable {
        /// What is granted.
        package fileprivate(set) var grants: [Grant] = []
        /// What is not granted, and why.
        package fileprivate(set) var omissions: [Omission] = []
        /// Whether each rule gave all lines one ratio, so that a refund needs to name no lines.
        package fileprivate(set) var isUniform = true
    }

    /// The rules, in the order of the programme.
    package var rules: [EarningRule] = []
    /// The types of the events that refund others.
    package var refunds: Set<EventType> = []
    /// The types of the events that cancel others.
    package var cancellations: Set<EventType> = []
    /// The types of the events that confirm others.
    package var confirmations: Set<EventType> = []
    /// What happens where a refund finds too few points.
    package var shortfall = Shortfall.record

    /// A programme in which nothing earns points.
    package init() {}

    /// What events of a type do.
    package func role(of type: EventType) -> Role {
        if refunds.contains(type) { return .refunds }
        if cancellations.contains(type) { return .cancels }
        return confirmations.contains(type) ? .confirms : .earns
    }

    /// Whether a rule for events of a type asks anything about the member.
    package func asksOfMember(at type: EventType) -> Bool {
        rules.contains { rule in
            rule.event == type
                && (rule.condition.asksOfMember
                    || rule.multipliers.contains { $0.condition.asksOfMember })
        }
    }

    /// Judges an event by the rules of its type.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - used: What a counter has counted so far; asked only for the caps that matter.
    /// - Returns: What each rule grants, and why it does not grant the rest.
    package func judge(
        _ event: BusinessEvent,
        used: (CapCounter) -> Points
    ) -> Judgement {
        var judgement = Judgement()
        for rule in rules where rule.event == event.type {
            var judge = RuleJudge(rule: rule, event: event)
            judgement.grants += judge.grants(used: used)
            judgement.omissions += judge.omissions
            judgement.isUniform = judgement.isUniform && judge.isUniform
        }
        return judgement
    }

    /// The judgement of an event that earns nothing for a reason of its own, such as a frozen
    /// account.
    package func withhold(_ type: EventType, because reason: Omission.Reason) -> Judgement {
        var judgement = Judgement()
        judgement.omissions = rules.filter { $0.event == type }
            .map { Omission(rule: $0.id, reason: reason) }
        return judgement
    }
}
