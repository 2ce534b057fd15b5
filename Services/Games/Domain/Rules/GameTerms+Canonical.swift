import Chance
import Primitives

extension GameTerms {
    /// The terms as they are written into canonical bytes.
    var canonical: CanonicalValue {
        .members([
            "id": .text(id.text), "zone": .text(zone.name), "window": window.canonical,
            "eligibility": eligibility == .everyone ? nil : eligibility.canonical,
            "free": free == FreeChances() ? nil : free.canonical,
            "costs": .list(costs.map(\.canonical)), "limits": limits.canonical,
        ])
    }
}

extension CanonicalValue {
    /// A record of the members that are there.
    static func members(_ members: [String: CanonicalValue?]) -> CanonicalValue {
        .record(members.compactMapValues { $0 })
    }
}

extension Optional<Int64> {
    /// The number, or nothing that would be written.
    var canonical: CanonicalValue? { map { .integer($0) } }
}

extension TimeWindow {
    /// The ends that it has, or nil where it is always open.
    var canonical: CanonicalValue? {
        guard self != .always else { return nil }
        return .members([
            "from": (from?.milliseconds).canonical, "until": (until?.milliseconds).canonical,
        ])
    }
}

extension Cost {
    var canonical: CanonicalValue {
        .record(["asset": .text(asset.text), "amount": .integer(amount.value)])
    }
}

extension FreeChances {
    fileprivate var canonical: CanonicalValue {
        .record(["perDay": .integer(perDay), "atStart": .integer(atStart)])
    }
}

extension PlayLimits {
    fileprivate var canonical: CanonicalValue? {
        guard self != PlayLimits() else { return nil }
        return .members([
            "perHour": perHour.canonical, "perDay": perDay.canonical,
            "perCampaign": perCampaign.canonical, "total": total.canonical,
        ])
    }
}

extension Eligibility {
    fileprivate var canonical: CanonicalValue {
        switch self {
        case .levelAtLeast(let level): .record(["levelAtLeast": .integer(level)])
        case .growthAtLeast(let growth): .record(["growthAtLeast": .integer(growth)])
        case .tag(let tag): .record(["tag": .text(tag)])
        case .birthdayMonth: .record(["birthdayMonth": .flag(true)])
        case .birthday: .record(["birthday": .flag(true)])
        case .registeredDaysAtLeast(let days): .record(["registeredDaysAtLeast": .integer(days)])
        case .registeredDaysAtMost(let days): .record(["registeredDaysAtMost": .integer(days)])
        case .badge(let badge): .record(["badge": .text(badge)])
        case .channel(let channel): .record(["channel": .text(channel)])
        case .all(let parts): .record(["all": .list(parts.map(\.canonical))])
        case .any(let parts): .record(["any": .list(parts.map(\.canonical))])
        case .not(let part): .record(["not": part.canonical])
        }
    }
}
