import Chance
import GamesDomain
import Primitives
import Wire

/// The first step of a play or round as it is kept and exported: what it reserved, and the client
/// seed that came with it.
package struct PlayStart: Hashable, Sendable {
    /// What was reserved.
    package let reservation: PlayReservation
    /// What the member's side added.
    package let clientSeed: ClientSeed

    /// Joins what was reserved and the client seed.
    package init(reservation: PlayReservation, clientSeed: ClientSeed) {
        self.reservation = reservation
        self.clientSeed = clientSeed
    }
}

extension PlayStart: ObjectForm {
    /// Writes what was reserved and the client seed.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("epoch", reservation.epoch)
        writer.member("nonce", reservation.firstNonce)
        writer.member("count", reservation.count)
        writer.member("clientSeed", clientSeed.text)
        writer.member("begunAt", "\(reservation.begun)")
        writer.member("day", "\(reservation.period.day)")
        writer.member("hour", reservation.period.hour)
        writer.member("level", reservation.level)
        writer.member("payment", form: reservation.payment)
    }

    /// Reads what was reserved and the client seed.
    package init(members: inout ObjectReader) throws(JSONFault) {
        let text = try members.plainText("clientSeed", largest: ClientSeed.longest)
        guard let clientSeed = ClientSeed(text) else {
            throw JSONFault(at: members.path(of: "clientSeed"), "has characters that none can have")
        }
        self.clientSeed = clientSeed
        reservation = try PlayReservation(members: &members)
    }
}

extension PlayReservation {
    /// Reads what was reserved.
    fileprivate init(members: inout ObjectReader) throws(JSONFault) {
        self.init(
            count: try members.integer("count", in: 1...1_000_000),
            epoch: try members.integer("epoch", in: 1 ... .max),
            firstNonce: try members.integer("nonce", in: 1 ... .max),
            begun: try members.instant("begunAt"),
            period: PlayPeriod(
                day: try members.day("day"),
                hour: try members.integer("hour")
            ),
            level: try members.integer("level"),
            payment: try members.form("payment")
        )
    }
}

extension PlayReservation.Payment: ObjectForm {
    /// Writes the free chances that were taken, or what is to be paid.
    package func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .chances(let daily, let kept):
            writer.member("daily", daily)
            writer.member("kept", kept)
        case .charge(let costs): writer.member("costs", forms: costs)
        }
    }

    /// Reads the free chances that were taken, or what is to be paid.
    package init(members: inout ObjectReader) throws(JSONFault) {
        if let daily = try members.optionalInteger("daily", in: 0 ... .max) {
            self = .chances(daily: daily, kept: try members.count("kept"))
        } else {
            self = .charge(try members.forms("costs"))
        }
    }
}
