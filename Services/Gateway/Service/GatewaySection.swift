import Foundation
import Primitives
import ServiceHost
import Wire

/// The gateway's section of the programme: the zone of its days, and the assets it keeps.
///
/// `{"zone": "Asia/Shanghai", "assets": [{"id": "points", "name": "积分"}, …]}`; the first
/// asset is meant where an operation names none.
package struct GatewaySection: ProgrammeSection {
    /// One kind of value that the programme keeps.
    package struct Asset: Hashable, Sendable {
        /// Its name in requests.
        package let id: AssetID
        /// Its name for people.
        package let name: String
    }

    /// The IANA name of the programme's zone.
    package let zone: String
    /// The assets, at least one, the usual one first.
    package let assets: [Asset]

    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    package init(_ json: JSON) throws(ProgrammeFaults) {
        var faults: [JSONFault] = []
        zone = faults.collecting("") { () throws(JSONFault) in try Self.zone(json) }
        assets = faults.collecting([]) { () throws(JSONFault) in try Self.assets(json) }
        faults += Self.unknownMembers(of: json)
        for (index, asset) in assets.enumerated()
        where assets[..<index].contains(where: { $0.id == asset.id }) {
            faults.append(JSONFault(at: "assets[\(index)].id", "stands twice"))
        }
        guard faults.isEmpty else { throw ProgrammeFaults(faults) }
    }

    /// What would break: another zone, an asset that is gone, another usual asset.
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

    private static func zone(_ json: JSON) throws(JSONFault) -> String {
        var reader = try ObjectReader(json)
        let zone = try reader.text("zone", largest: 64)
        guard TimeZone.knownTimeZoneIdentifiers.contains(zone) || zone == "UTC" else {
            throw JSONFault(at: "zone", "is not the IANA name of a zone")
        }
        return zone
    }

    private static func assets(_ json: JSON) throws(JSONFault) -> [Asset] {
        var reader = try ObjectReader(json)
        guard case .array(let entries) = try reader.required("assets"),
            (1...32).contains(entries.count)
        else { throw JSONFault(at: "assets", "must be a list of 1 to 32 assets") }
        var assets: [Asset] = []
        for (index, entry) in entries.enumerated() {
            var reader = try ObjectReader(entry, at: "assets[\(index)]")
            let id = try reader.identifier("id", as: AssetID.self)
            assets.append(Asset(id: id, name: try reader.text("name", largest: 64)))
            try reader.finish()
        }
        return assets
    }

    private static func unknownMembers(of json: JSON) -> [JSONFault] {
        guard case .object(let members) = json else { return [] }
        return members.filter { !["zone", "assets"].contains($0.name) }
            .map { JSONFault(at: String($0.name.prefix(64)), "is not known here") }
    }
}

extension [JSONFault] {
    /// Reads a part, keeping its fault so that the other parts are read as well.
    fileprivate mutating func collecting<Part>(
        _ fallback: Part,
        _ read: () throws(JSONFault) -> Part
    ) -> Part {
        do throws(JSONFault) {
            return try read()
        } catch {
            append(error)
            return fallback
        }
    }
}
