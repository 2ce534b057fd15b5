import GamesDomain
import Sections

extension Eligibility {
    /// How deep objects may lie in each other, so that reading them has an end; the rules take
    /// less.
    private static let deepest = 8

    /// `{levelAtLeast?, growthAtLeast?, tag?, birthdayMonth?, birthday?, registeredDaysAtLeast?,
    /// registeredDaysAtMost?, badge?, channel?, all?, any?, not?}`, of which all that is given must
    /// hold; nil where a part is at fault, as stands in the reader.
    static func read(_ reader: inout SectionReader, depth: Int = 1) -> Eligibility? {
        guard depth <= deepest else {
            for name in reader.names {
                _ = reader.take(name)
                reader.fault(at: name, "lies too deep")
            }
            return nil
        }
        let parts = plain(&reader) + joined(&reader, depth)
        if parts.isEmpty, reader.isSound {
            reader.fault(at: "levelAtLeast", "or another condition is missing")
        }
        guard reader.isSound else { return nil }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private static func plain(_ reader: inout SectionReader) -> [Eligibility] {
        let level = reader.integer("levelAtLeast", in: 0...1_000_000).map(Eligibility.levelAtLeast)
        let growth = reader.integer("growthAtLeast", in: 0...1_000_000_000_000)
            .map(Eligibility.growthAtLeast)
        let tag = reader.text("tag", largest: 64).map(Eligibility.tag)
        let month: Eligibility? = reader.flag("birthdayMonth") ? .birthdayMonth : nil
        let birthday: Eligibility? = reader.flag("birthday") ? .birthday : nil
        let badge = reader.text("badge", largest: 64).map(Eligibility.badge)
        let channel = reader.text("channel", largest: 64).map(Eligibility.channel)
        let all = [level, growth, tag, month, birthday] + registered(&reader) + [badge, channel]
        return all.compactMap { $0 }
    }

    private static func registered(_ reader: inout SectionReader) -> [Eligibility?] {
        let days: ClosedRange<Int64> = 0...36_500
        let least = reader.integer("registeredDaysAtLeast", in: days)
        let most = reader.integer("registeredDaysAtMost", in: days)
        if let least, let most, least > most {
            reader.fault(at: "registeredDaysAtMost", "must not be below registeredDaysAtLeast")
        }
        return [
            least.map(Eligibility.registeredDaysAtLeast),
            most.map(Eligibility.registeredDaysAtMost),
        ]
    }

    private static func joined(_ reader: inout SectionReader, _ depth: Int) -> [Eligibility] {
        let all = list("all", of: &reader, depth).map(Eligibility.all)
        let any = list("any", of: &reader, depth).map(Eligibility.any)
        let not = reader.nested("not") { read(&$0, depth: depth + 1) }.map(Eligibility.not)
        return [all, any, not].compactMap { $0 }
    }

    /// A list of 1 to 100 conditions, or nil where it is absent.
    private static func list(
        _ name: String,
        of reader: inout SectionReader,
        _ depth: Int
    ) -> [Eligibility]? {
        guard reader.has(name) else { return nil }
        let parts = reader.list(name, atMost: 100) { read(&$0, depth: depth + 1) }
        if parts.isEmpty, reader.isSound { reader.fault(at: name, "must be a list of 1 to 100") }
        return parts
    }
}
