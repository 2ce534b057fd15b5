import GamesDomain
import Primitives
import Wire

extension RoundSettlement: ObjectForm {
    /// Writes what the round came to.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("turned", forms: turned)
        writer.member("wins", forms: wins)
        writer.member("returned", counts: returned)
    }

    /// Reads what the round came to.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            turned: try members.forms("turned"),
            wins: try members.forms("wins"),
            returned: try members.counts("returned")
        )
    }
}
