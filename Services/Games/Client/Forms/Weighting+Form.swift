import GamesDomain
import Wire

extension Weighting: JSONForm {
    /// Writes `"plain"`, the tier that must come, or the tiers that rise.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .plain: writer.string("plain")
        case .only(let tier): writer.object { $0.member("only", tier) }
        case .raised(let rises): writer.object { $0.member("raised", forms: rises) }
        }
    }

    /// Reads how the prizes were weighed.
    package init(json: JSON) throws(JSONFault) {
        if json.text == "plain" {
            self = .plain
            return
        }
        var members = try ObjectReader(json)
        if let tier = try members.optionalInteger("only", in: .min ... .max) {
            self = .only(tier: tier)
        } else {
            self = .raised(try members.forms("raised"))
        }
        try members.finish()
    }
}

extension Weighting.Rise: ObjectForm {
    /// Writes the tier and by how much it rises.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("tier", tier)
        writer.member("by", by)
    }

    /// Reads the tier and by how much it rises.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(tier: try members.integer("tier"), by: try members.integer("by"))
    }
}
