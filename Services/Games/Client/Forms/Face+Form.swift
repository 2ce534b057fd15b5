import GamesDomain
import Primitives
import Wire

extension Face: ObjectForm {
    /// Writes the prize and what it is.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("prize", prize.text)
        writer.member("reward", form: reward)
    }

    /// Reads the prize and what it is.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(prize: try members.identifier("prize"), reward: try members.form("reward"))
    }
}

extension TurnedCard: ObjectForm {
    /// Writes the position and the face beside it.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("position", position)
        face.writeMembers(to: &writer)
    }

    /// Reads the position and the face beside it.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            position: try members.integer("position"),
            face: try Face(members: &members)
        )
    }
}
