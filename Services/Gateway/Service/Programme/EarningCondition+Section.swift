import GatewayDomain
import Primitives
import Wire

extension EarningCondition {
    /// `when: {from?, to?, days?, yearly?, daysOfMonth?, weekdays?, hours?, categories?,
    /// attributes?, first?}`; the condition that always holds where it is absent.
    static func read(_ reader: inout SectionReader) -> EarningCondition {
        reader.nested("when") { when -> EarningCondition? in
            var condition = EarningCondition()
            condition.readDays(&when)
            condition.hours = when.nested("hours") { Hours.read(&$0) }
            condition.categories = when.values("categories", 1...500, "a category") {
                $0.text.flatMap { (1...64).contains($0.utf8.count) ? $0 : nil }
            }.map(Set.init)
            condition.attributes = AttributeTest.list(&when)
            condition.first = when.flag("first")
            _ = when.read { object throws(JSONFault) in
                guard object.take("eligibility") == nil else {
                    throw JSONFault(
                        at: object.path(of: "eligibility"),
                        "needs members' traits, which do not exist yet"
                    )
                }
            }
            return condition
        } ?? EarningCondition()
    }

    private mutating func readDays(_ when: inout SectionReader) {
        from = when.day("from")
        to = when.day("to")
        if let from, let to, to < from { when.fault(at: "to", "is before from") }
        days = when.values("days", 1...500, "a day, such as 2026-03-01") {
            SectionReader.day($0)
        }.map(Set.init)
        yearly = when.values("yearly", 1...366, "a date of each year, such as 11-11") {
            YearlyDate($0)
        }.map(Set.init)
        daysOfMonth = when.values("daysOfMonth", 1...31, "a day of the month, 1 to 31") {
            $0.integer.flatMap { (1...31).contains($0) ? $0 : nil }
        }.map(Set.init)
        weekdays = when.values("weekdays", 1...7, "a day of the week, such as monday") {
            $0.text.flatMap(Weekday.init(rawValue:))
        }.map(Set.init)
    }
}

extension YearlyDate {
    /// The date of a text such as `11-11`, month first.
    fileprivate init?(_ json: JSON) {
        let bytes = Array((json.text ?? "").utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: "-"),
            let month = SectionReader.digits(bytes[0..<2]),
            let day = SectionReader.digits(bytes[3..<5])
        else { return nil }
        self.init(month: month, day: day)
    }
}

extension EarningCondition.Hours {
    /// `{from: "HH:MM", to: "HH:MM"}`; the end may be `24:00`.
    fileprivate static func read(_ reader: inout SectionReader) -> Self? {
        let from = reader.read { object throws(JSONFault) in
            try time("from", &object, lastMinute: 1439)
        }
        let to = reader.read { object throws(JSONFault) in
            try time("to", &object, lastMinute: 1440)
        }
        guard let from, let to else { return nil }
        if from == to { reader.fault(at: "to", "is the same time as from") }
        return Self(fromMs: from, toMs: to)
    }

    /// A time of day in milliseconds since midnight.
    private static func time(
        _ name: String,
        _ object: inout ObjectReader,
        lastMinute: Int64
    ) throws(JSONFault) -> Int64 {
        let bytes = Array(try object.text(name, largest: 16).utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            let hours = SectionReader.digits(bytes[0..<2]),
            let minutes = SectionReader.digits(bytes[3..<5]),
            minutes < 60, hours * 60 + minutes <= lastMinute
        else {
            throw JSONFault(at: object.path(of: name), "must be a time of day, such as 08:30")
        }
        return (hours * 60 + minutes) * 60_000
    }
}
