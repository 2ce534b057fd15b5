import GamesDomain
import Primitives
import Wire

extension Cost: ObjectForm {
    /// Writes the asset and the amount.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("asset", asset.text)
        writer.member("amount", amount.value)
    }

    /// Reads the asset and the amount.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            asset: try members.identifier("asset"),
            amount: Points(try members.integer("amount"))
        )
    }
}
