import BadgesDomain
import Primitives
import Sections
import Wire

extension TaskStanding {
    /// Writes the members of a task as a member sees it.
    func write(to writer: inout JSONWriter, _ words: EventWords) {
        let days = task.days(of: period)
        writer.member("id", task.id.text)
        writer.member("title", entry.title)
        writer.member("kind", task.kind.name)
        writer.member("state", state)
        writer.member("from", ifPresent: (days?.lowerBound ?? entry.since)?.description)
        writer.member("to", ifPresent: days?.upperBound.description)
        let last = days?.upperBound.adding(task.claimDays)
        writer.member("rewardedUntil", ifPresent: last?.description)
        writer.member("rewardedAt", ifPresent: rewardedAt?.description)
        writer.member("claim", task.isClaimed)
        writer.member("inOrder", task.isInOrder)
        writer.member("stepsDone", stepsDone)
        writer.name("steps")
        writer.array(task.steps) { writer, step in
            writer.object { writer in
                writer.member("done", step.isReached { values[$0] ?? 0 })
                writer.name("words")
                write(to: &writer, words) { $0.text(step) }
                writer.name("parts")
                writer.array(step.progress { values[$0] ?? 0 }) { writer, part in
                    writer.object { writer in
                        writer.member("value", part.value)
                        writer.member("atLeast", part.atLeast)
                        writer.name("words")
                        write(to: &writer, words) { $0.text(part) }
                    }
                }
            }
        }
        writer.name("after")
        writer.array(missing) { $0.string($1.text) }
        writer.name("reward")
        writer.array(task.reward.items) { $0.value($1.json) }
    }

    private func write(
        to writer: inout JSONWriter,
        _ words: EventWords,
        _ text: (GoalWords) -> String
    ) {
        writer.object { writer in
            for language in Language.allCases {
                writer.name(of: language.rawValue)
                writer.string(text(GoalWords(words: words, language: language)))
            }
        }
    }
}

extension MemberTask.Kind {
    /// Its name on the wire.
    var name: String {
        switch self {
        case .newcomer: "newcomer"
        case .daily: "daily"
        case .weekly: "weekly"
        case .campaign: "campaign"
        }
    }
}
