import Primitives
import Storage
import Wire

/// What one request says of one member's traits.
struct TraitNotice: Sendable {
    /// The member.
    let member: MemberID
    private let traits: [(name: TraitName, version: Int64, value: JSON)]

    /// Reads it; `member` is nil where the object names it.
    init(_ json: JSON, of member: MemberID?, at path: String) throws {
        var reader = try ObjectReader(json, at: path)
        self.member = try member ?? reader.identifier("member")
        var traits: [(name: TraitName, version: Int64, value: JSON)] = []
        for name in TraitName.allCases {
            guard let part = reader.take(name.rawValue) else { continue }
            let place = reader.path(of: name.rawValue)
            var trait = try ObjectReader(part, at: place)
            let version = try trait.integer("version", in: 0...Int64.max)
            let value = try Self.value(try trait.required("value"), of: name, at: place)
            try trait.finish()
            traits.append((name, version, value))
        }
        try reader.finish()
        self.traits = traits
    }

    private static func value(
        _ value: JSON,
        of name: TraitName,
        at path: String
    ) throws(JSONFault) -> JSON {
        let isGood =
            switch name {
            case .level, .growth: value.integer.map { $0 >= 0 } ?? false
            case .tags: isListOfNames(value, atMost: 100)
            case .badges: isListOfNames(value, atMost: HeardTraits.mostBadges)
            case .registeredOn: value == .null || value.text.flatMap { CalendarDay($0) } != nil
            case .birthday:
                value == .null || value.text.flatMap(YearlyDate.init(text:)) != nil
            }
        guard isGood else { throw JSONFault(at: "\(path).value", "is no \(name.rawValue)") }
        return value
    }

    private static func isListOfNames(_ value: JSON, atMost most: Int) -> Bool {
        guard let names = value.elements, names.count <= most else { return false }
        return names.allSatisfy { (1...64).contains($0.text?.utf8.count ?? 0) }
    }

    /// Keeps the traits of which no higher version is known.
    func keep(on day: CalendarDay, _ transaction: borrowing Transaction) throws {
        for trait in traits {
            let known = try transaction.reads.trait(trait.name, of: member)
            if let known, known.version >= trait.version { continue }
            var value = trait.value
            if trait.name == .birthday {
                var birthday = known.map { Birthday(stored: $0.value) } ?? Birthday()
                birthday.hear(value.text.flatMap(YearlyDate.init(text:)), on: day)
                value = birthday.stored
            }
            try transaction.put(trait.name, of: member, version: trait.version, value)
        }
    }
}
