import GamesDomain
import Primitives
import Wire

extension TimeWindow {
    /// The ends that it has, by `from` and `until`.
    var json: JSON {
        let ends = [("from", from), ("until", until)]
        return .object(
            ends.compactMap { name, end in
                end.map { JSON.Member(name, .string($0.description)) }
            }
        )
    }
}

extension PrizeKind {
    /// What the prize is, as pages show it.
    package var json: JSON {
        switch self {
        case .asset(let asset, let range) where range.isFixed:
            ["asset": .string(asset.text), "amount": .integer(range.lowest)]
        case .asset(let asset, let range):
            [
                "asset": .string(asset.text), "from": .integer(range.lowest),
                "to": .integer(range.highest), "step": .integer(range.step),
            ]
        case .freezes(let count): ["freezes": .integer(count)]
        case .product(let product, let quantity):
            ["product": .string(product.text), "quantity": .integer(quantity)]
        case .chances(let count): ["chances": .integer(count)]
        case .nothing: ["nothing": true]
        }
    }
}

extension Eligibility {
    /// The condition, as the programme has it.
    package var json: JSON {
        switch self {
        case .levelAtLeast(let level): ["levelAtLeast": .integer(level)]
        case .growthAtLeast(let growth): ["growthAtLeast": .integer(growth)]
        case .tag(let tag): ["tag": .string(tag)]
        case .birthdayMonth: ["birthdayMonth": true]
        case .birthday: ["birthday": true]
        case .registeredDaysAtLeast(let days): ["registeredDaysAtLeast": .integer(days)]
        case .registeredDaysAtMost(let days): ["registeredDaysAtMost": .integer(days)]
        case .badge(let badge): ["badge": .string(badge)]
        case .channel(let channel): ["channel": .string(channel)]
        case .all(let parts): ["all": .array(parts.map(\.json))]
        case .any(let parts): ["any": .array(parts.map(\.json))]
        case .not(let part): ["not": part.json]
        }
    }
}
