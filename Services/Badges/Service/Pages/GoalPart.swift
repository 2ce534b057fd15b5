import BadgesDomain
import Primitives
import Wire

/// A goal as pages show it, written once for a version of the programme.
struct GoalPart: Sendable {
    /// The member `words`.
    let words: [UInt8]
    private let parts: [(measure: Measure, atLeast: Int64, template: JSONTemplate)]

    init(_ goal: Goal, _ words: EventWords) {
        self.words = JSONWriter.bytes(ofMembers: { writer in
            writer.name("words")
            writer.words(words) { $0.text(goal) }
        })
        parts = goal.progress { _ in .max }.enumerated().map { index, part in
            let template = JSONTemplate { writer, value in
                let part = goal.progress { _ in value }[index]
                writer.object { writer in
                    writer.member("value", part.value)
                    writer.member("atLeast", part.atLeast)
                    writer.name("words")
                    writer.words(words) { $0.text(part) }
                }
            }
            return (part.measure, part.atLeast, template)
        }
    }

    /// Writes the members `words` and `parts`.
    func write(to writer: inout JSONWriter, _ value: (Measure) -> Int64) {
        writer.raw(words)
        writer.name("parts")
        writer.array(parts) { writer, part in
            writer.value(of: part.template, min(value(part.measure), part.atLeast))
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
