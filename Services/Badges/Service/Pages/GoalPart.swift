import BadgesDomain
import Primitives
import Wire

/// A goal as pages show it, written once for a version of the programme.
struct GoalPart: Sendable {
    /// One part of the goal.
    private struct Part {
        /// Where its measure stands among those that the page has values of.
        let place: Int
        let atLeast: Int64
        let template: JSONTemplate
    }

    /// The member `words`.
    let words: [UInt8]
    private let parts: [Part]

    /// Prepares a goal.
    ///
    /// - Parameters:
    ///   - goal: The goal.
    ///   - words: The names of the programme.
    ///   - measures: The measures that the page has values of, those of the goal among them.
    init(_ goal: Goal, _ words: EventWords, by measures: [Measure]) {
        self.words = JSONWriter.bytes(ofMembers: { writer in
            writer.name("words")
            writer.words(words) { $0.text(goal) }
        })
        parts = goal.progress { _ in .max }.enumerated().compactMap { index, part -> Part? in
            guard let place = measures.firstIndex(of: part.measure) else { return nil }
            let template = JSONTemplate { writer, value in
                let part = goal.progress { _ in value }[index]
                writer.object { writer in
                    writer.member("value", part.value)
                    writer.member("atLeast", part.atLeast)
                    writer.name("words")
                    writer.words(words) { $0.text(part) }
                }
            }
            return Part(place: place, atLeast: part.atLeast, template: template)
        }
    }

    /// Writes the members `words` and `parts`, by the values of the measures of which it was told.
    func write(to writer: inout JSONWriter, _ values: [Int64]) {
        writer.raw(words)
        writer.name("parts")
        writer.array(parts) { writer, part in
            writer.value(of: part.template, min(values[part.place], part.atLeast))
        }
    }
}

extension JSONWriter {
    /// Writes words in every language.
    fileprivate mutating func words(_ words: EventWords, _ text: (GoalWords) -> String) {
        object { writer in
            for language in Language.allCases {
                writer.name(of: language.rawValue)
                writer.string(text(GoalWords(words: words, language: language)))
            }
        }
    }
}
