import Access
import CheckinDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Hears what the rules need to know of members; of each trait the highest version counts.
struct TraitEndpoints: Sendable {
    /// How many members one request may name.
    private static let largestBatch = 500

    let store: Store
    let desk: CheckinDesk
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        [
            Endpoint(.put, "/v1/members/{member}/traits", for: .roles([.service])) {
                try await put($0)
            },
            Endpoint(.post, "/v1/traits", for: .roles([.service])) { try await putAll($0) },
        ]
    }

    private func put(_ exchange: borrowing Exchange) async throws -> Reply {
        let heard = try HeardTraits(try exchange.json(), of: try exchange.member(), at: "")
        try await keep([heard], until: exchange.deadline)
        return .json { $0.member("member", heard.member.text) }
    }

    private func putAll(_ exchange: borrowing Exchange) async throws -> Reply {
        var reader = try ObjectReader(try exchange.json())
        guard let items = try reader.required("members").elements,
            (1...Self.largestBatch).contains(items.count)
        else { throw JSONFault(at: "members", "must be a list of 1 to \(Self.largestBatch)") }
        try reader.finish()
        var heard: [HeardTraits] = []
        for (index, item) in items.enumerated() {
            heard.append(try HeardTraits(item, of: nil, at: "members[\(index)]"))
        }
        try await keep(heard, until: exchange.deadline)
        let count = Int64(heard.count)
        return .json { $0.member("members", count) }
    }

    private func keep(
        _ heard: [HeardTraits],
        until deadline: ContinuousClock.Instant
    ) async throws {
        let now = now()
        try await store.write(weight: heard.count, deadline: deadline) { [desk] transaction in
            // Heard too where the programme has no check-in: it may have one later.
            let section = try desk.programme.current(transaction.reads).section
            let rules = section.rules ?? CheckinRules(zone: section.zone)
            for traits in heard {
                try traits.keep(on: rules.programmeDay(at: now), transaction)
            }
        }
    }
}

/// What one request says of one member.
private struct HeardTraits: Sendable {
    let member: MemberID
    private let traits: [(name: TraitName, version: Int64, value: JSON)]

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
            case .tags:
                value.elements.map { tags in
                    tags.count <= 100
                        && tags.allSatisfy { (1...64).contains($0.text?.utf8.count ?? 0) }
                } ?? false
            case .birthday:
                value == .null || value.text.flatMap(YearlyDate.init(text:)) != nil
            }
        guard isGood else { throw JSONFault(at: "\(path).value", "is no \(name.rawValue)") }
        return value
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
