import Primitives

/// Something that a member has asked for and that is charged before it is given.
package struct Intent: Sendable, Equatable {
    /// How far it has come; it never leaves `done` and `refused`.
    package enum State: Int64, Sendable, CaseIterable {
        /// Reserved; whether it is charged is not known yet.
        case pending = 0
        /// Charged and given.
        case done = 1
        /// Not charged, for ever, and what was reserved is given back.
        case refused = 2

        /// Its name on the wire.
        package var name: String {
            switch self {
            case .pending: "pending"
            case .done: "done"
            case .refused: "refused"
            }
        }
    }

    /// Why a person must look at it.
    package struct Alarm: Sendable, Equatable {
        /// The status that the gateway answered; nil where the fault lies in this service.
        package let status: Int?
        /// What was seen, in a few words.
        package let reason: String
        /// When, by the clock of the business.
        package let at: Instant
    }

    /// What it answers from its end on, always the same bytes.
    package struct Answer: Sendable, Equatable {
        /// The status of HTTP.
        package let status: Int
        /// The body's bytes.
        package let body: [UInt8]

        /// Answers with bytes: JSON below 400, else a problem.
        package init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    /// Its id, which is its key at the gateway.
    package let id: TimeOrderedID
    /// The name of its kind.
    package let kind: String
    /// Whose it is.
    package let member: MemberID
    /// The id of the request that began it.
    package let requestID: String
    /// What fixes its meaning, as the service wrote it when it began.
    package let meaning: [UInt8]
    /// What is charged, to the byte; nil where nothing is.
    package let charge: Charge?
    /// The last instant at which the gateway may first see the charge.
    package let notAfter: Instant
    /// When it began, by the clock of the business.
    package let createdAt: Instant
    /// How far it has come.
    package internal(set) var state: State
    /// How often the charge went out without settling anything.
    package internal(set) var attempts: Int64 = 0
    /// The last answer that called for a person; it counts while the intent is pending.
    package internal(set) var alarm: Alarm?
    /// When it was settled, by the clock of the business; nil while it is pending.
    package internal(set) var settledAt: Instant?
    /// The gateway's transfer; nil until it is charged, and where nothing is.
    package internal(set) var transfer: TimeOrderedID?
    /// Its final answer; nil while it is pending.
    package internal(set) var answer: Answer?
}
