import Access
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Wire

extension Exchange {
    /// The game that a parameter of the path names.
    ///
    /// - Throws: A `Problem` with the slug `not-found` where it names none.
    borrowing func game(_ parameter: String) throws(Problem) -> GameID {
        guard let game = GameID(self.parameter(parameter)) else {
            throw Problem(.notFound, "there is no such game")
        }
        return game
    }

    /// The member whose token it is.
    ///
    /// - Throws: A `Problem` where the token names none.
    borrowing func player() throws(Problem) -> MemberID {
        guard let member = MemberID(try caller.subject) else {
            throw Problem(.forbidden, "the token names no member")
        }
        return member
    }

    /// The id that the query's `after` names, after all ids where it is absent.
    ///
    /// - Throws: `JSONFault` where it is none.
    borrowing func placeOfID() throws(JSONFault) -> [UInt8] {
        try place(from: Array(repeating: 0xFF, count: 16)) { TimeOrderedID($0)?.bytes }
    }
}
