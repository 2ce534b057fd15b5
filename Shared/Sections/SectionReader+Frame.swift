import Primitives
import Wire
import Zones

// What the section of every service begins with: the zone and the assets.

extension SectionReader {
    /// The most assets that a programme has.
    package static let mostAssets = 32

    /// The zone of the programme's days, which must be there.
    package mutating func zone() -> Zone? {
        read { object throws(JSONFault) in
            let name = try object.text("zone", largest: 64)
            guard let zone = Zones.zone(named: name) else {
                throw JSONFault(at: object.path(of: "zone"), "is not the IANA name of a zone")
            }
            return zone
        }
    }

    /// The programme's assets, which must be there; nil where one is at fault.
    ///
    /// - Parameters:
    ///   - isOpen: Whether an asset may have members that nobody asks for here.
    ///   - part: Reads what else is said of an asset, of which the id has been read.
    /// - Returns: The assets, or nil where one is at fault.
    package mutating func assets<Part>(
        isOpen: Bool,
        _ part: (inout SectionReader, AssetID) -> Part?
    ) -> [Part]? {
        guard isObject else { return nil }
        guard case .array(let entries)? = take("assets"),
            (1...Self.mostAssets).contains(entries.count)
        else {
            fault(at: "assets", "must be a list of 1 to \(Self.mostAssets) assets")
            return nil
        }
        let before = faults.count
        var seen: Set<AssetID> = []
        let parts = list("assets", atMost: Self.mostAssets, isOpen: isOpen) { asset -> Part? in
            let id: AssetID? = asset.identifier("id")
            if let id, !seen.insert(id).inserted { asset.fault(at: "id", "stands twice") }
            // The rest is read for its faults even where the id is at fault.
            return part(&asset, id ?? AssetID(validated: ""))
        }
        return faults.count == before ? parts : nil
    }
}

extension JSONFault {
    /// What is wrong with a section's zone that follows an earlier one: the first publication has
    /// fixed it for ever.
    package static func faults(ofZone zone: String, following earlier: String) -> [JSONFault] {
        if zone == earlier { return [] }
        return [JSONFault(at: "zone", "was fixed as \(earlier) by the first publication")]
    }
}
