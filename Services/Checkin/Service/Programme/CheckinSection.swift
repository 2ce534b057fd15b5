import CheckinDomain
import Primitives
import Sections
import Wire

/// The check-in's section of the programme: the zone of its days, the assets that awards and
/// prices are in, and the rules of check-ins.
///
/// `{"zone": "Asia/Shanghai", "assets": [{"id": "points", …}, …], "checkin": {…}, "levels":
/// {…}}`; of an asset only its id is read, as the rest is the gateway's to check, and of the levels
/// only their benefits for check-ins.
package struct CheckinSection: ProgrammeSection {
    /// The programme's zone.
    package let zone: Zone
    /// The rules of check-ins, or nil where the programme has none.
    package let rules: CheckinRules?

    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    package init(_ json: JSON) throws(ProgrammeFaults) {
        var reader = SectionReader(json, at: "")
        let zone = reader.zone()
        let assets = reader.assets(isOpen: true) { $1 }
        let benefits = LevelBenefits.list(&reader)
        let levels = AwardMultiplier.list(ofLevels: benefits, &reader)
        rules = reader.nested("checkin") {
            CheckinRules.read(&$0, in: zone ?? .utc, AwardReader(assets: assets), levels: levels)
        }
        reader.finish()
        guard let zone, reader.isSound else { throw ProgrammeFaults(reader.faults) }
        self.zone = zone
    }

    /// What would break: another zone.
    ///
    /// Rules may change freely; days that are decided and awards that are granted stay.
    package func faults(following earlier: CheckinSection) -> [JSONFault] {
        JSONFault.faults(ofZone: zone.name, following: earlier.zone.name)
    }
}
