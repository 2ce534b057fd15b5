import CheckinDomain
import Primitives
import Sections
import Wire

extension DayAward {
    /// Writes each part by name, what multiplies them, and the total that is granted.
    func write(to writer: inout JSONWriter) {
        writer.name("parts")
        writer.array(parts) { writer, part in writer.object { part.write(to: &$0) } }
        writer.name("multipliers")
        writer.array(multipliers) { writer, multiplier in
            writer.object { writer in
                writer.member("id", multiplier.id)
                writer.member("times", multiplier.times.text)
            }
        }
        writer.name("total")
        writer.array(total) { $1.write(to: &$0) }
    }
}

extension DayAward.Part {
    /// Writes the part's name, the number that it rewards if it does, and what it gives.
    func write(to writer: inout JSONWriter) {
        writer.member("name", source.name)
        if reach > 0 { writer.member("reached", reach) }
        writer.name("items")
        writer.array(items) { $1.write(to: &$0) }
    }
}

extension Streak {
    /// Writes the streak's length, the longest one and the day of its start.
    func write(to writer: inout JSONWriter) {
        writer.member("current", value)
        writer.member("longest", longest)
        writer.member("since", ifPresent: start?.description)
    }
}

extension Ratio {
    /// The ratio as `3/2`, or `2` where it is whole.
    var text: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
