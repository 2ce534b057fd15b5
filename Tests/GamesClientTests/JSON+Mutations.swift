import Primitives
import Wire

extension JSON {
    /// A value with one part changed.
    struct Mutation {
        /// Where it was changed.
        let path: String
        let json: JSON
    }

    /// The value with each of its leaves changed, each element left out, and each member left out.
    func mutations(at path: String = "") -> [Mutation] {
        switch self {
        case .array(let elements):
            return elements.indices.flatMap { index -> [Mutation] in
                let place = "\(path)[\(index)]"
                var without = elements
                without.remove(at: index)
                return elements[index].mutations(at: place).map { mutation in
                    var changed = elements
                    changed[index] = mutation.json
                    return Mutation(path: mutation.path, json: .array(changed))
                } + [Mutation(path: place + " left out", json: .array(without))]
            }
        case .object(let members):
            return members.indices.flatMap { index -> [Mutation] in
                let place = path.isEmpty ? members[index].name : "\(path).\(members[index].name)"
                var without = members
                without.remove(at: index)
                return members[index].value.mutations(at: place).map { mutation in
                    var changed = members
                    changed[index] = Member(members[index].name, mutation.json)
                    return Mutation(path: mutation.path, json: .object(changed))
                } + [Mutation(path: place + " left out", json: .object(without))]
            }
        default: return [Mutation(path: path, json: leafChanged)]
        }
    }

    /// Another leaf of the same kind; in a text, its last character is another one;
    /// an instant is a millisecond later, a day one day.
    var leafChanged: JSON {
        switch self {
        case .null: return .bool(true)
        case .bool(let flag): return .bool(!flag)
        case .integer(let number): return .integer(number == .max ? 0 : number + 1)
        case .string(let text):
            if let instant = Instant(text) {
                return .string("\(Instant(milliseconds: instant.milliseconds + 1))")
            }
            if let day = CalendarDay(text) { return .string("\(day.following)") }
            guard let last = text.last else { return .string("x") }
            return .string(text.dropLast() + (last == "1" ? "2" : "1"))
        default: return .null
        }
    }
}
