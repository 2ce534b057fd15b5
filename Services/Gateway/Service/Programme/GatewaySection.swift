import GatewayDomain
import Primitives
import Sections
import Wire

/// The gateway's section of the programme: the zone of its days, the assets it keeps, and what
/// earns them.
///
/// `{"zone": "Asia/Shanghai", "assets": [{"id": "points", "name": "积分", "expiry": {…}}, …],
/// "earning": {…}, "levels": {…}}`; the first asset is meant where an operation or a rule names
/// none. Of the levels only their benefits for earning are read.
package struct GatewaySection: ProgrammeSection {
    /// One kind of value that the programme keeps.
    package struct Asset: Hashable, Sendable {
        /// Its name in requests.
        package let id: AssetID
        /// Its name for people.
        package let name: String
        /// How long it lasts once earned.
        package let expiry: ExpiryPolicy
        /// What becomes of what is returned after it has expired.
        package let returned: ReturnPolicy
    }

    /// The IANA name of the programme's zone.
    package let zone: String
    /// The assets, at least one, the usual one first.
    package let assets: [Asset]
    /// What events earn, and which of them refund, cancel and confirm others.
    package let earning: Earning

    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    package init(_ json: JSON) throws(ProgrammeFaults) {
        var reader = SectionReader(json, at: "")
        zone = reader.zone()?.name ?? ""
        let assets = reader.assets(isOpen: false) { Asset.read(&$0, id: $1) }
        let known = assets?.map(\.id)
        self.assets = assets ?? []
        let levels = EarningMultiplier.list(ofLevels: LevelBenefits.list(&reader))
        earning =
            reader.nested("earning") { Earning.read(&$0, assets: known, levels: levels) }
            ?? Earning()
        reader.finish()
        guard reader.isSound else { throw ProgrammeFaults(reader.faults) }
    }

    /// What would break: another zone, an asset that is gone, another usual asset.
    ///
    /// Names, policies and rules may change freely; what has been granted keeps its terms.
    package func faults(following earlier: GatewaySection) -> [JSONFault] {
        var faults = JSONFault.faults(ofZone: zone, following: earlier.zone)
        for asset in earlier.assets where !assets.contains(where: { $0.id == asset.id }) {
            faults.append(
                JSONFault(at: "assets", "\(asset.id) is gone, but members may have some")
            )
        }
        if assets.first?.id != earlier.assets.first?.id {
            faults.append(
                JSONFault(at: "assets[0].id", "the usual asset cannot become another one")
            )
        }
        return faults
    }
}
