import GatewayDomain
import Primitives
import Storage
import Wire

/// Writes what a row answers; a function of the row alone, so that a repeat gets the same bytes.
///
/// Formats 1 and 2. Rows of format 1 have none of the members that came with lots, so one writer
/// serves both; a change of these bytes is a new format, and rows of the old ones keep theirs.
struct TransferReply {
    let record: TransferRecord
    let member: String

    /// The status of HTTP: 201, or that of the refusal.
    var status: Int { record.refusal == nil ? 201 : 409 }

    /// The answer of an operation that was sent alone.
    var body: [UInt8] {
        if let refusal = record.refusal { return Array(refusal.utf8) }
        var writer = JSONWriter(capacity: 512)
        writer.object { write(members: &$0) }
        return writer.bytes
    }

    /// The answer as an element of a batch, or of a look-up.
    func write(result writer: inout JSONWriter, isReplayed: Bool?) {
        writer.object { writer in
            writer.member("key", record.key)
            writer.member("status", Int64(status))
            if let isReplayed { writer.member("replayed", isReplayed) }
            if let refusal = record.refusal {
                writer.name("problem")
                writer.raw(refusal.utf8)
            } else {
                write(members: &writer)
            }
        }
    }

    private func write(members writer: inout JSONWriter) {
        writer.name("transfer")
        write(transfer: &writer)
        writer.name("balance")
        writer.object { writer in
            writer.member("asset", record.asset)
            writer.member("available", record.available)
            writer.member("pending", record.pending)
            writer.member("held", record.held)
        }
    }

    /// The transfer alone, as a statement lists it.
    func write(transfer writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", record.id.description)
            writer.member("kind", record.kind.name)
            writer.member("member", member)
            writer.member("asset", record.asset)
            writer.member("amount", record.amount)
            writer.member("of", ifPresent: record.parent?.description)
            writer.member("reason", record.reason)
            writer.member("reference", ifPresent: record.reference)
            if record.isReward { writer.member("cause", "reward") }
            writer.member("at", record.at.description)
            write(course: &writer)
            writer.member("programme", record.programme)
            writer.member("balanceAfter", record.available)
        }
    }

    /// What became of the points, in time and in the account; a plain movement that never
    /// expires has none of it.
    private func write(course writer: inout JSONWriter) {
        guard let text = record.postings, let postings = PostingText.postings(of: text) else {
            return
        }
        switch record.kind {
        case .refused, .debit: return
        case .credit, .confirmation:
            for case .lot(let key) in postings.destinations.map(\.place) {
                writer.member("expiresOn", ifPresent: key.lastDay?.description)
            }
        case .pendingCredit:
            writer.member("availableAt", ifPresent: record.until?.description)
        case .hold: writer.member("expiresAt", ifPresent: record.until?.description)
        case .capture, .release, .lapse, .expiry, .reversal: break
        }
        if record.kind != .credit { writer.member("change", postings.available) }
        if postings.lapsed != 0 { writer.member("lapsed", postings.lapsed.magnitude.clamped) }
    }
}

extension UInt64 {
    fileprivate var clamped: Int64 { Int64(clamping: self) }
}
