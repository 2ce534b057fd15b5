import Wire

/// One operation on the ledger, as a client sends it.
struct Operation: Hashable, Sendable {
    enum Kind: String, Sendable {
        case credit
        case debit
    }

    let key: String
    let kind: Kind
    let member: String
    let amount: Int64

    /// Where it is sent when it is sent alone.
    var path: String { "/v1/\(kind.rawValue)s" }

    /// What is sent when it is sent alone, under its key as a header.
    var body: JSON { .object(members) }

    /// What is sent as a part of a batch.
    var entry: JSON {
        .object(
            [.init("key", .string(key)), .init("type", .string(kind.rawValue))] + members
        )
    }

    /// What it adds to the member's balance if it is carried out.
    var effect: Int64 { kind == .credit ? amount : -amount }

    // The reference is the key once more, so that an answer and a statement show it.
    private var members: [JSON.Member] {
        [
            .init("member", .string(member)), .init("amount", .integer(amount)),
            .init("reason", "suite"), .init("reference", .string(key)),
        ]
    }
}

/// What a client sends at once: one operation alone, or several as a batch.
struct Sending: Sendable {
    let operations: [Operation]
    let isBatch: Bool

    static func alone(_ operation: Operation) -> Sending {
        Sending(operations: [operation], isBatch: false)
    }

    static func batch(_ operations: [Operation]) -> Sending {
        Sending(operations: operations, isBatch: true)
    }
}

/// What came of an operation for good: its status and the bytes that are its answer.
struct Settled: Hashable, Sendable {
    let status: Int
    let body: [UInt8]

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    /// What an element of a batch, or a look-up, says; its bytes are those of the answer that the
    /// operation would get alone.
    init?(element: JSON) {
        guard case .object(let members) = element, let status = element["status"]?.integer else {
            return nil
        }
        self.status = Int(status)
        if let problem = element["problem"] {
            body = JSONWriter.bytes(of: problem)
        } else {
            let own: Set<String> = ["key", "status", "replayed"]
            body = JSONWriter.bytes(of: .object(members.filter { !own.contains($0.name) }))
        }
    }
}
