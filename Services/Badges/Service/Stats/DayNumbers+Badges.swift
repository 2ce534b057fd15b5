import Primitives
import ServiceHost
import Storage
import Wire

extension DaySpan {
    /// Answers with the numbers of the days.
    func numbers(_ reads: borrowing Snapshot) throws -> Reply {
        let numbers: [CalendarDay: DayNumbers<BadgeNumber>] = try reads.dayNumbers(
            of: first...last
        )
        return reply { (numbers[$1] ?? DayNumbers()).write(to: &$0) }
    }
}

extension DayNumbers<BadgeNumber> {
    /// Writes the numbers of a day, each of which is there even where it is 0.
    func write(to writer: inout JSONWriter) {
        write("events", [("count", .events), ("undone", .undone)], to: &writer) { writer, type in
            writer.member("type", type)
        }
        write("tiers", [("given", .given), ("taken", .taken)], to: &writer) { writer, item in
            let parts = item.split(separator: " ")
            writer.member("badge", parts.first.map(String.init) ?? "")
            writer.member("tier", parts.last.map(String.init) ?? "")
        }
        write("levels", [("rose", .rose), ("fell", .fell)], to: &writer) { writer, level in
            writer.member("level", Int64(level) ?? 0)
        }
        let ofTasks: [(StaticString, BadgeNumber)] = [
            ("takenUp", .takenUp), ("done", .done), ("claimed", .claimed),
        ]
        write("tasks", ofTasks, to: &writer) { writer, task in writer.member("task", task) }
        writer.name("rewards")
        writer.array(self[.assets]) { writer, sum in
            writer.object { writer in
                writer.member("asset", sum.item)
                writer.member("count", sum.count)
                writer.member("amount", sum.amount)
            }
        }
        writer.member("freezes", count(.freezes))
        writer.name("goods")
        writer.array(self[.goods]) { writer, sum in
            writer.object { writer in
                writer.member("product", sum.item)
                writer.member("quantity", sum.count)
            }
        }
    }

    /// Writes a list of what some numbers were counted under, each with all of them.
    private func write(
        _ name: StaticString,
        _ numbers: [(name: StaticString, number: BadgeNumber)],
        to writer: inout JSONWriter,
        _ item: (inout JSONWriter, String) -> Void
    ) {
        let items = Set(numbers.flatMap { self[$0.number].map(\.item) }).sorted()
        writer.name(name)
        writer.array(items) { writer, text in
            writer.object { writer in
                item(&writer, text)
                for (name, number) in numbers { writer.member(name, count(number, text)) }
            }
        }
    }
}
