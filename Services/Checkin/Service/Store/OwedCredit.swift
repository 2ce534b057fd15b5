import CheckinDomain
import Primitives
import Wire

/// A message that credits what a make-up was granted.
struct OwedCredit: Hashable, Sendable {
    /// What it credits.
    private struct Content: Hashable {
        let source: AwardSource
        let reach: Int64
        let asset: AssetID
    }

    /// The message's id, which is its key at the gateway.
    let id: TimeOrderedID
    /// What it credits; nil where it was owed before that was kept: then perhaps all grants' shares
    /// of an asset.
    private let content: Content?

    /// Describes the credit of one asset for one part of an award.
    init(_ id: TimeOrderedID, of asset: AssetID, for part: DayAward.Part) {
        self.id = id
        content = Content(source: part.source, reach: part.reach, asset: asset)
    }

    /// Those of some grants that it credits, with the assets alone that it does.
    func credited(of grants: [Grant]) -> [Grant] {
        grants.compactMap { grant in
            let items = grant.items.filter { credits($0, of: grant) }
            guard !items.isEmpty else { return nil }
            return Grant(source: grant.source, reach: grant.reach, day: grant.day, items: items)
        }
    }

    private func credits(_ item: Award.Item, of grant: Grant) -> Bool {
        guard case .asset(let asset, _) = item else { return false }
        guard let content else { return true }
        return content == Content(source: grant.source, reach: grant.reach, asset: asset)
    }
}

extension OwedCredit {
    /// The credit as it is stored.
    var json: JSON {
        guard let content else { return .string(id.description) }
        return [
            "id": .string(id.description), "for": .string(content.source.name),
            "reach": .integer(content.reach), "asset": .string(content.asset.text),
        ]
    }

    /// Reads a credit that was stored, or nil where it is none.
    init?(json: JSON) {
        guard let id = (json.text ?? json["id"]?.text).flatMap({ TimeOrderedID($0) }) else {
            return nil
        }
        self.id = id
        if let source = json["for"]?.text.flatMap({ AwardSource(name: $0) }),
            let reach = json["reach"]?.integer,
            let asset = json["asset"]?.text.flatMap({ AssetID($0) })
        {
            content = Content(source: source, reach: reach, asset: asset)
        } else {
            content = nil
        }
    }
}
