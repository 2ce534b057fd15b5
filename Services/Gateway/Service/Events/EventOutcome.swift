import GatewayDomain
import Primitives
import Problems
import Wire

/// An event that is about to be judged, with what was resolved of it.
struct NewEvent {
    let request: EventRequest
    /// The event as it was sent.
    let body: String
    /// When it arrived.
    let at: Instant
    /// The number of the programme's version that judges it.
    let programme: Int64
    /// The caller in whose key space `refersTo` stands; nil where it refers to nothing.
    let space: Int64?
}

/// What became of an event: the answer that a repeat gets again, and what is remembered.
struct EventOutcome {
    /// 201, or 409 where it is refused for ever.
    let status: Int64
    /// The answer's members, or the whole problem.
    let text: String
    /// What refunds need to know of it.
    var terms: EventTerms?
    /// The rows that it became.
    var records: [TransferRecord] = []

    /// An event that was taken.
    init(_ members: [JSON.Member], terms: EventTerms? = nil, records: [TransferRecord] = []) {
        status = 201
        text = String(decoding: JSONWriter.bytes(of: .object(members)), as: UTF8.self)
        self.terms = terms
        self.records = records
    }

    /// An event that is refused for ever.
    init(_ problem: Problem, requestID: String) {
        status = 409
        text = String(decoding: problem.bytes(instance: requestID), as: UTF8.self)
    }

    /// An event that has been answered before.
    init(_ record: EventRecord) {
        status = record.status
        text = record.reply
    }
}

/// An event that was applied, now or earlier.
struct AppliedEvent: Sendable {
    let id: String
    let status: Int64
    let text: String
    let isReplayed: Bool
    let records: [TransferRecord]

    init(id: String, _ outcome: EventOutcome, isReplayed: Bool) {
        self.id = id
        self.isReplayed = isReplayed
        status = outcome.status
        text = outcome.text
        records = outcome.records
    }

    /// The same answer to a repeat in one batch.
    var repeated: AppliedEvent { AppliedEvent(id: id, status: status, text: text) }

    private init(id: String, status: Int64, text: String) {
        self.id = id
        self.status = status
        self.text = text
        isReplayed = true
        records = []
    }

    /// The answer of an event that was sent alone.
    var body: [UInt8] { Array(text.utf8) }

    /// The answer as an element of a batch, or of a look-up.
    func write(to writer: inout JSONWriter, showingReplay: Bool) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("status", status)
            if showingReplay { writer.member("replayed", isReplayed) }
            if status != 201 {
                writer.member("grants", [])
                writer.member("notGranted", [])
                writer.name("problem")
                writer.raw(text.utf8)
                return
            }
            // Lost is why the text is no JSON; it was written here, as an object with the id first.
            guard case .object(let members)? = try? JSONParser.parse(Array(text.utf8)) else {
                return
            }
            writer.members(members.filter { $0.name != "id" })
        }
    }
}
