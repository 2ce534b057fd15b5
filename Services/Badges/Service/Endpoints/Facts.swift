import BadgesDomain
import Outbox
import Primitives
import Wire

/// What the host says of a member: the parts that it names.
struct Facts: Sendable {
    /// Each part that was named; null takes it away.
    let parts: [(name: FactName, value: JSON)]

    /// The day on which a member has registered, as an event has told it; nil for none any more.
    init(registeredOn day: CalendarDay?) {
        parts = [(.registeredOn, day.map { .string($0.description) } ?? .null)]
    }

    init(_ json: JSON) throws(JSONFault) {
        var reader = try ObjectReader(json)
        var parts: [(name: FactName, value: JSON)] = []
        for name in FactName.allCases {
            guard let value = reader.take(name.rawValue) else { continue }
            guard value == .null || name.takes(value) else {
                throw JSONFault(at: name.rawValue, "must be \(name.expected), or null")
            }
            parts.append((name, value))
        }
        try reader.finish()
        guard !parts.isEmpty else { throw JSONFault(at: "", "no fact is named") }
        self.parts = parts
    }
}

/// What a host can say of a member.
enum FactName: String, CaseIterable {
    case birthday, gender, region, tags, dates, registeredOn

    /// The trait that the other services are told of it, or nil.
    var trait: StaticString? {
        switch self {
        case .birthday: "birthday"
        case .tags: "tags"
        case .registeredOn: "registeredOn"
        case .gender, .region, .dates: nil
        }
    }

    /// What its value must be, in words.
    var expected: String {
        switch self {
        case .birthday: "a day such as 1990-08-31, or 08-31"
        case .gender, .region: "text of 1 to 64 bytes"
        case .tags:
            "a list of at most 100 texts of 1 to 64 bytes, \(Self.largestTrait) bytes as JSON"
        case .dates: "an object of at most 20 days"
        case .registeredOn: "a day such as 2026-03-01"
        }
    }

    /// Whether a value can be kept.
    func takes(_ value: JSON) -> Bool {
        switch self {
        case .birthday: value.text.map(Self.isDate) ?? false
        case .gender, .region: Self.isShort(value)
        case .registeredOn: value.text.flatMap { CalendarDay($0) } != nil
        case .tags:
            value.elements.map { $0.count <= 100 && $0.allSatisfy(Self.isShort) } ?? false
                && JSONWriter.bytes(of: value).count <= Self.largestTrait
        case .dates:
            Self.areDates(value)
        }
    }

    /// What the trait is where the fact is taken away.
    var nothing: JSON { self == .tags ? .array([]) : .null }

    /// How many bytes a value may have of which others are told: beside it their message names the
    /// member and a version.
    private static let largestTrait = OutboxMessage.largestBody - 384

    private static func areDates(_ value: JSON) -> Bool {
        guard case .object(let members) = value, members.count <= 20 else { return false }
        return members.allSatisfy { member in
            AttributeName.isValid(member.name) && member.value.text.map(isDate) ?? false
        }
    }

    private static func isShort(_ value: JSON) -> Bool {
        value.text.map { (1...64).contains($0.utf8.count) } ?? false
    }

    private static func isDate(_ text: String) -> Bool {
        // Every date that a year can have, 02-29 included, is one of the year 2000.
        CalendarDay(text.utf8.count == 5 ? "2000-" + text : text) != nil
    }
}
