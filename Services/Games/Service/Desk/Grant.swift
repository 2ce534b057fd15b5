import Outbox
import Primitives
import Storage
import Wire

/// A message that hands out a prize, and how far that has come.
struct Grant: Sendable {
    /// How far it has come, as it is shown.
    enum State: String {
        /// It is on its way.
        case granting
        /// The neighbour has taken it.
        case granted
        /// The neighbour has refused it, and an operator looks into it.
        case parked
        /// An operator has settled it by hand.
        case settled
    }

    let id: TimeOrderedID
    let state: State
}

extension Grant {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id.description)
            writer.member("state", state.rawValue)
        }
    }
}

extension Snapshot {
    /// How far the handing out of a prize has come; a message that is gone was delivered.
    borrowing func grant(_ id: TimeOrderedID) throws -> Grant {
        let state = try first("SELECT state FROM outbox WHERE id = ?", .text(id.description)) {
            RowState(rawValue: $0.int(0))
        }
        return switch state.flatMap(\.self) {
        case .owed: Grant(id: id, state: .granting)
        case .unknown, .refused, .waiting: Grant(id: id, state: .parked)
        case .settled: Grant(id: id, state: .settled)
        case .delivered, nil: Grant(id: id, state: .granted)
        }
    }
}

extension Snapshot {
    /// How far the handing out of each of some prizes has come, whose messages were stored.
    borrowing func grants(_ stored: [UInt8]) throws -> [[Grant]] {
        var found: [[Grant]] = []
        for ids in try [[TimeOrderedID]](jsonBytes: stored) {
            var list: [Grant] = []
            for id in ids { list.append(try grant(id)) }
            found.append(list)
        }
        return found
    }
}

extension [[TimeOrderedID]] {
    /// The messages of each draw as they are stored.
    var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        writer.array(self) { writer, ids in
            writer.array(ids) { $0.string($1.description) }
        }
        return writer.bytes
    }

    /// Reads messages that were stored.
    init(jsonBytes: [UInt8]) throws(JSONFault) {
        let lists = try JSONParser.parse(jsonBytes).elements ?? []
        self = lists.map { list in
            (list.elements ?? []).compactMap { $0.text.flatMap { TimeOrderedID($0) } }
        }
    }
}
