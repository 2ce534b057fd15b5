import BadgesDomain
import Primitives
import Sections
import Wire

extension Measure {
    /// The members that say what is counted, of which an object has one.
    static let quantities = ["count", "sum", "distinct", "maximum", "streak"]

    /// `{count: TYPE}`, `{streak: TYPE}`, `{sum: ATTRIBUTE, of: TYPE}`, `{distinct: …, of}` or
    /// `{maximum: …, of}`, a TYPE being one or a list of them; with `attributes?`, `rewards?`.
    static func read(_ reader: inout SectionReader, over span: Span) -> Measure? {
        let named = quantities.filter(reader.has)
        guard let name = named.first, named.count == 1 else {
            let message = "must be one of \(quantities.joined(separator: ", "))"
            reader.fault(at: named.last ?? "count", message)
            _ = named.map { reader.take($0) }
            _ = ["of", "attributes", "rewards"].map { reader.take($0) }
            return nil
        }
        let isOfEvents = ["count", "streak"].contains(name)
        let attribute: AttributeName? = isOfEvents ? nil : reader.identifier(name)
        let types = types(isOfEvents ? name : "of", &reader)
        let tests = tests(&reader)
        let countsRewards = reader.flag("rewards")
        guard let types, let quantity = quantity(name, attribute) else { return nil }
        if case .rolling = span, quantity == .longestStreak || name == "maximum" {
            reader.fault(at: "within", "cannot stand beside \(name), which needs no such bound")
            return nil
        }
        return Measure(quantity, of: types, where: tests, countsRewards: countsRewards, over: span)
    }

    private static func quantity(_ name: String, _ attribute: AttributeName?) -> Quantity? {
        switch (name, attribute) {
        case ("count", _): .count
        case ("streak", _): .longestStreak
        case ("sum", let attribute?): .sum(attribute)
        case ("distinct", let attribute?): .distinct(attribute)
        case ("maximum", let attribute?): .maximum(attribute)
        default: nil
        }
    }

    private static func types(_ name: String, _ reader: inout SectionReader) -> Set<EventType>? {
        guard let json = reader.take(name) else {
            reader.fault(at: name, "is missing")
            return nil
        }
        let list = json.elements ?? [json]
        let types = list.compactMap { $0.text.flatMap { EventType($0) } }
        guard !types.isEmpty, types.count == list.count, types.count <= 20 else {
            reader.fault(at: name, "must be a type of event, or a list of 1 to 20")
            return nil
        }
        return Set(types)
    }

    private static func tests(_ reader: inout SectionReader) -> Set<AttributeTest> {
        let tests = reader.nested("attributes") { attributes -> [AttributeTest]? in
            attributes.names.compactMap { name in
                guard let attribute = AttributeName(name) else {
                    attributes.fault(at: String(name.prefix(64)), "is no name of an attribute")
                    return nil
                }
                return attributes.nested(name) { AttributeTest.read(&$0, attribute) }
            }
        }
        return Set(tests ?? [])
    }
}

extension AttributeTest {
    /// `{is}`, `{oneOf: […]}` or `{atLeast?, atMost?}`.
    fileprivate static func read(
        _ reader: inout SectionReader,
        _ name: AttributeName
    ) -> AttributeTest? {
        let expected = "a text, a whole number, true or false"
        if let json = reader.take("is") {
            guard let value = AttributeValue(json) else {
                reader.fault(at: "is", "must be \(expected)")
                return nil
            }
            return AttributeTest(name, .isOneOf([value]))
        }
        if let values = reader.values("oneOf", 1...500, expected, AttributeValue.init(_:)) {
            return AttributeTest(name, .isOneOf(Set(values)))
        }
        let least = reader.integer("atLeast", in: .min ... .max)
        let most = reader.integer("atMost", in: .min ... .max)
        if reader.names.isEmpty { reader.fault(at: "is", "or another test is missing") }
        guard least ?? .min <= most ?? .max else {
            reader.fault(at: "atMost", "is below atLeast")
            return nil
        }
        return AttributeTest(name, .isWithin((least ?? .min)...(most ?? .max)))
    }
}

extension AttributeValue {
    /// The value that a piece of JSON is, or nil where it is none: text of at most 256 bytes, a
    /// whole number of at most 15 digits, true or false.
    init?(_ json: JSON) {
        switch json {
        case .string(let text) where text.utf8.count <= 256: self = .text(text)
        case .bool(let flag): self = .flag(flag)
        default:
            guard let number = json.integer, number.magnitude < 1_000_000_000_000_000 else {
                return nil
            }
            self = .integer(number)
        }
    }

    /// The value as it is stored.
    var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        case .flag(let flag): .bool(flag)
        }
    }
}
