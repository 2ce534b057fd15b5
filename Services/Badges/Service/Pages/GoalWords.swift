import BadgesDomain
import Primitives

/// Explains goals in plain words.
struct GoalWords {
    let words: EventWords
    let language: Language

    /// A goal in words.
    func text(_ goal: Goal) -> String {
        switch (goal, language) {
        case (.reach(let measure, let least), _): text(measure, atLeast: least)
        case (.all(let goals), .english): join(goals, ", and ")
        case (.all(let goals), .chinese): join(goals, "，并且")
        case (.any(let goals), .english): join(goals, ", or ")
        case (.any(let goals), .chinese): join(goals, "，或者")
        }
    }

    /// A part of a goal in words, with how far it is.
    func text(_ part: Goal.Part) -> String {
        let text = text(part.measure, atLeast: part.atLeast)
        return switch language {
        case .english: "\(text) (\(part.value) of \(part.atLeast))"
        case .chinese: "\(text)（\(part.value)/\(part.atLeast)）"
        }
    }

    private func join(_ goals: [Goal], _ between: String) -> String {
        goals.map { goal in
            // What is joined otherwise within is put in brackets.
            if case .reach = goal { text(goal) } else { "(\(text(goal)))" }
        }.joined(separator: between)
    }

    private func text(_ measure: Measure, atLeast least: Int64) -> String {
        let tests = measure.tests.map { text($0) }.sorted()
        let names = measure.types.map { words.name(of: $0.text, in: language) }.sorted()
        switch language {
        case .english:
            let what = names.joined(separator: " or ")
            let such = tests.isEmpty ? "" : " (\(tests.joined(separator: ", ")))"
            return what + such + english(measure.quantity, least) + english(measure.span)
        case .chinese:
            let what = names.joined(separator: "或")
            let such = tests.isEmpty ? "" : "（\(tests.joined(separator: "，"))）"
            return chinese(measure.span) + chinese(measure.quantity, what + such, least)
        }
    }

    private func english(_ quantity: Measure.Quantity, _ least: Int64) -> String {
        switch quantity {
        case .count: least == 1 ? " once" : " \(least) times"
        case .longestStreak: least == 1 ? " on one day" : " \(least) days in a row"
        case .sum(let name): ": \(self.name(name)) of \(least) in all"
        case .distinct(let name): " with \(least) different values of \(self.name(name))"
        case .maximum(let name): " once with \(self.name(name)) of at least \(least)"
        }
    }

    private func english(_ span: Span) -> String {
        switch span {
        case .lifetime: ""
        case .day: " on one day"
        case .week: " in one week"
        case .month: " in one month"
        case .rolling(let days): " within \(days) days"
        case .campaign(let days):
            days.upperBound.daysSinceEpoch == .max
                ? " from \(days.lowerBound) on"
                : " from \(days.lowerBound) to \(days.upperBound)"
        }
    }

    private func chinese(_ quantity: Measure.Quantity, _ what: String, _ least: Int64) -> String {
        switch quantity {
        case .count: "\(what)\(least)次"
        case .longestStreak: "连续\(what)\(least)天"
        case .sum(let name): "\(what)，\(self.name(name))累计达到\(least)"
        case .distinct(let name): "\(what)，\(self.name(name))达到\(least)种"
        case .maximum(let name): "单次\(what)，\(self.name(name))不少于\(least)"
        }
    }

    private func chinese(_ span: Span) -> String {
        switch span {
        case .lifetime: ""
        case .day: "一天内"
        case .week: "一周内"
        case .month: "一个月内"
        case .rolling(let days): "\(days)天内"
        case .campaign(let days):
            days.upperBound.daysSinceEpoch == .max
                ? "\(days.lowerBound)起"
                : "\(days.lowerBound)至\(days.upperBound)期间"
        }
    }

    private func name(_ attribute: AttributeName) -> String {
        words.name(of: attribute.text, in: language)
    }

    private func text(_ test: AttributeTest) -> String {
        let name = name(test.name)
        switch test.question {
        case .isOneOf(let values):
            let texts = values.map(\.text).sorted().joined(separator: " / ")
            return language == .english ? "\(name): \(texts)" : "\(name)：\(texts)"
        case .isWithin(let bounds):
            let lower = bounds.lowerBound == .min ? nil : bounds.lowerBound
            let upper = bounds.upperBound == .max ? nil : bounds.upperBound
            switch language {
            case .english:
                let parts = [lower.map { "at least \($0)" }, upper.map { "at most \($0)" }]
                return "\(name) " + parts.compactMap(\.self).joined(separator: " and ")
            case .chinese:
                let parts = [lower.map { "不少于\($0)" }, upper.map { "不多于\($0)" }]
                return name + parts.compactMap(\.self).joined(separator: "且")
            }
        }
    }
}

extension AttributeValue {
    /// The value for people.
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        }
    }
}
