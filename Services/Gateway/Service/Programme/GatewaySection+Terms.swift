import GatewayDomain
import Primitives
import Zones

extension GatewaySection {
    /// The days of the programme; a section whose zone is none is never read.
    var calendar: Zone { Zones.zone(named: zone) ?? .utc }

    /// What the section says about the life of an asset's points.
    func terms(of asset: AssetID) -> AssetTerms {
        let found = assets.first { $0.id == asset }
        return AssetTerms(
            expiry: found?.expiry ?? .never,
            returned: found?.returned ?? .usual
        )
    }
}
