import GatewayDomain
import Primitives
import ServiceHost
import Wire
import Zones

/// The gateway's section of the programme: the zone of its days, the assets it keeps, and what
/// earns them.
///
/// `{"zone": "Asia/Shanghai", "assets": [{"id": "points", "name": "积分", "expiry": {…}}, …],
/// "earning": {…}}`; the first asset is meant where an operation or a rule names none.
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
        var zoneReader = SectionReader(json, at: "")
        zone = zoneReader.read { object throws(JSONFault) in try Self.zone(&object) } ?? ""
        var assetReader = SectionReader(json, at: "")
        assets = Asset.list(&assetReader)
        var earningReader = SectionReader(json, at: "")
        let known = assetReader.isSound ? assets.map(\.id) : nil
        earning =
            earningReader.nested("earning") { Earning.read(&$0, assets: known) } ?? Earning()
        // What is no object at all is a fault of the two parts that must be there.
        var faults = zoneReader.faults + assetReader.faults
        if case .object(let members) = json {
            faults += earningReader.faults + Self.unknown(members)
        }
        guard faults.isEmpty else { throw ProgrammeFaults(faults) }
    }

    /// What would break: another zone, an asset that is gone, another usual asset.
    ///
    /// Names, policies and rules may change freely; what has been granted keeps its terms.
    package func faults(following earlier: GatewaySection) -> [JSONFault] {
        var faults: [JSONFault] = []
        if zone != earlier.zone {
            faults.append(
                JSONFault(at: "zone", "was fixed as \(earlier.zone) by the first publication")
            )
        }
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

    private static func zone(_ object: inout ObjectReader) throws(JSONFault) -> String {
        let zone = try object.text("zone", largest: 64)
        guard Zones.zone(named: zone) != nil else {
            throw JSONFault(at: "zone", "is not the IANA name of a zone")
        }
        return zone
    }

    private static func unknown(_ members: [JSON.Member]) -> [JSONFault] {
        members.filter { !["zone", "assets", "earning"].contains($0.name) }
            .map { JSONFault(at: String($0.name.prefix(64)), "is not known here") }
    }
}
