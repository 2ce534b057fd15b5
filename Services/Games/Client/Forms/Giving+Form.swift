import GamesDomain
import Primitives
import Wire

extension Giving: ObjectForm {
    /// Writes what was rolled, each substitution, and what was given.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("rolled", rolled.text)
        writer.member("substitutions", forms: substitutions)
        writer.member("given", given.text)
        writer.member("reward", form: reward)
    }

    /// Reads what was rolled, each substitution, and what was given.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            rolled: try members.identifier("rolled"),
            substitutions: try members.forms("substitutions"),
            given: try members.identifier("given"),
            reward: try members.form("reward")
        )
    }
}

extension Substitution: ObjectForm {
    /// Writes the prize, the reason with its number, and what was left where it is counted.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("prize", prize.text)
        hindrance.writeMembers(to: &writer)
        if let left { writer.member("left", left) }
    }

    /// Reads the prize, the reason with its number, and what was left.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            prize: try members.identifier("prize"),
            hindrance: try Hindrance(members: &members),
            left: try members.optionalInteger("left", in: .min ... .max)
        )
    }
}

extension Hindrance: ObjectForm {
    /// Writes the reason's name and the number, or instant, that explains it.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("reason", name)
        switch self {
        case .notYetOpen(let opens): writer.member("opens", "\(opens)")
        case .closed(let since): writer.member("since", "\(since)")
        case .level(let level): writer.member("atLeast", level)
        case .locked(let missing): writer.member("drawsMissing", missing)
        case .memberLimit(let most): writer.member("most", most)
        case .outOfStock: break
        case .dayStockGone(let perDay): writer.member("perDay", perDay)
        case .notReleased(let released): writer.member("released", released)
        }
    }

    /// Reads the reason and what explains it.
    package init(members: inout ObjectReader) throws(JSONFault) {
        switch try members.text("reason") {
        case "not-yet-open": self = .notYetOpen(opens: try members.instant("opens"))
        case "closed": self = .closed(since: try members.instant("since"))
        case "level": self = .level(atLeast: try members.integer("atLeast"))
        case "locked": self = .locked(drawsMissing: try members.integer("drawsMissing"))
        case "member-limit": self = .memberLimit(most: try members.integer("most"))
        case "out-of-stock": self = .outOfStock
        case "day-stock-gone": self = .dayStockGone(perDay: try members.integer("perDay"))
        case "not-released": self = .notReleased(released: try members.integer("released"))
        default: throw JSONFault(at: members.path(of: "reason"), "is no reason that is known")
        }
    }
}
