import GamesDomain
import Primitives
import Wire

extension Round: ObjectForm {
    /// Writes the whole round with all that lies under its cards: only for the store, and for
    /// exports of rounds that have ended.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("mode", mode.rawValue)
        writer.member("layout", forms: layout)
        writer.member("extraFlips", ifPresent: extraFlips)
        writer.member("dealtOn", "\(dealtOn)")
        writer.member("deadline", "\(deadline)")
        writer.member("flips", flips)
        writer.member("phase", phase.rawValue)
        writer.member("turned", integers: turned)
        writer.member("extrasPaid", extrasPaid)
        writer.member("extrasPending", extrasPending)
    }

    /// Reads the whole round.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            mode: try members.word("mode"),
            layout: try members.forms("layout"),
            extraFlips: try members.optionalForm("extraFlips"),
            dealtOn: try members.day("dealtOn"),
            deadline: try members.instant("deadline"),
            flips: try members.count("flips"),
            phase: try members.word("phase"),
            turned: try members.integers("turned"),
            extrasPaid: try members.count("extrasPaid"),
            extrasPending: try members.count("extrasPending")
        )
    }
}

extension ExtraFlips: ObjectForm {
    /// Writes what a flip costs and how many there are.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("costs", forms: costs)
        writer.member("most", most)
    }

    /// Reads what a flip costs and how many there are.
    package init(members: inout ObjectReader) throws(JSONFault) {
        self.init(costs: try members.forms("costs"), most: try members.integer("most"))
    }
}
