import GamesDomain
import Primitives

/// By which odds draws were made, so that what they should have paid can be told afterwards.
struct DrawnOdds: Hashable {
    /// The version of the programme.
    let version: Int64
    /// How its prizes were weighed.
    let weighting: Weighting
}

extension DrawnOdds {
    /// The odds as they are stored: the version, then `only:TIER`, or `TIER:RISE` for each tier
    /// that had risen.
    var text: String {
        switch weighting {
        case .plain: "\(version)"
        case .only(let tier): "\(version) only:\(tier)"
        case .raised(let rises):
            rises.reduce("\(version)") { "\($0) \($1.tier):\($1.by)" }
        }
    }

    /// Reads odds that were stored; nil where they are none.
    init?(_ text: Substring) {
        let words = text.split(separator: " ")
        guard let version = words.first.flatMap({ Int64($0) }) else { return nil }
        var only: Int64?
        var rises: [Weighting.Rise] = []
        for word in words.dropFirst() {
            let parts = word.split(separator: ":")
            guard parts.count == 2, let number = Int64(parts[1]) else { return nil }
            if parts[0] == "only" {
                only = number
            } else if let tier = Int64(parts[0]) {
                rises.append(Weighting.Rise(tier: tier, by: number))
            } else {
                return nil
            }
        }
        let weighting: Weighting = rises.isEmpty ? .plain : .raised(rises)
        self.init(version: version, weighting: only.map { .only(tier: $0) } ?? weighting)
    }
}
