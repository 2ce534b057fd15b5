import GamesDomain
import Primitives
import Wire

extension Player: ObjectForm {
    /// Writes what the game knows of the member; what was never counted is left out.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("draws", draws)
        writer.member("reserved", reserved)
        writer.member("onDay", byDay: onDay)
        writer.member("inHour", by: "hour", inHour)
        writer.member("freeUsed", byDay: freeUsed)
        writer.member("chances", chances)
        writer.member("pity", counts: pity)
        writer.member("prizes", counts: prizes)
        writer.member("nonces", by: "epoch", nonces)
    }

    /// Reads what the game knows of the member.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            draws: try members.count("draws"),
            reserved: try members.count("reserved"),
            onDay: try members.countByDay("onDay"),
            inHour: try members.count("inHour", by: "hour"),
            freeUsed: try members.countByDay("freeUsed"),
            chances: try members.integer("chances"),
            pity: try members.counts("pity"),
            prizes: try members.counts("prizes"),
            nonces: try members.count("nonces", by: "epoch")
        )
    }
}
