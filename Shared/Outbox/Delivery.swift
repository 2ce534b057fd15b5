import Calls
import Wire

/// How messages of one kind are sent to a neighbour, and what its answer says of each.
package struct Delivery: Sendable {
    /// The kind's name, which rows keep for ever.
    package let kind: String
    /// Where they are sent.
    let path: String
    /// How many go out in one request at most.
    let largestBatch: Int
    /// Writes the request's body.
    let write: @Sendable ([OutboxRow]) -> [UInt8]
    /// What an answer says of each row, in their order; nil where it settles nothing.
    let read: @Sendable (Answer, [OutboxRow]) -> [RowOutcome]?

    /// Describes a kind.
    ///
    /// - Parameters:
    ///   - kind: Its name, which rows keep for ever.
    ///   - path: Where messages are sent, by POST.
    ///   - largestBatch: How many go out in one request at most, from 1 on.
    ///   - write: Writes the request's body, which carries each row's key.
    ///   - read: What an answer of status 2xx or 409 says of each row, in their order; nil
    ///     where it settles nothing.
    package init(
        kind: String,
        path: String,
        largestBatch: Int,
        write: @escaping @Sendable ([OutboxRow]) -> [UInt8],
        read: @escaping @Sendable (Answer, [OutboxRow]) -> [RowOutcome]?
    ) {
        self.kind = kind
        self.path = path
        self.largestBatch = max(1, largestBatch)
        self.write = write
        self.read = read
    }

    /// A kind of which many go out in one request and each has its own result.
    ///
    /// - Parameters:
    ///   - kind: Its name, which rows keep for ever.
    ///   - path: Where they are sent.
    ///   - list: The member of the request that lists them.
    ///   - keyName: The member that names each one's key, in the request and in `results`.
    ///   - largestBatch: How many go out in one request at most.
    /// - Returns: The kind.
    package static func list(
        kind: String,
        path: String,
        list: StaticString,
        keyName: String,
        largestBatch: Int = 500
    ) -> Delivery {
        Delivery(
            kind: kind,
            path: path,
            largestBatch: largestBatch,
            write: { rows in
                var writer = JSONWriter(capacity: rows.reduce(64) { $0 + $1.size })
                writer.object { writer in
                    writer.name(list)
                    writer.array(rows) { $0.raw($1.operation(keyNamed: keyName)) }
                }
                return writer.bytes
            },
            read: { answer, rows in outcomes(in: answer, of: rows, keyName) }
        )
    }

    /// A kind that goes out one by one, each body with its own key.
    ///
    /// - Parameters:
    ///   - kind: Its name, which rows keep for ever.
    ///   - path: Where they are sent.
    ///   - keyName: The member of the body that holds the key.
    /// - Returns: The kind.
    package static func single(
        kind: String,
        path: String,
        keyName: String = "key"
    ) -> Delivery {
        Delivery(
            kind: kind,
            path: path,
            largestBatch: 1,
            write: { $0.first?.operation(keyNamed: keyName) ?? [] },
            read: { answer, _ in
                let json = answer.json
                return outcome(answer.status, problem: json, result: json).map { [$0] }
            }
        )
    }

    private static func outcomes(
        in answer: Answer,
        of rows: [OutboxRow],
        _ keyName: String
    ) -> [RowOutcome]? {
        guard answer.status == 200, let results = answer.json["results"]?.elements,
            results.count == rows.count
        else { return nil }
        var outcomes: [RowOutcome] = []
        outcomes.reserveCapacity(rows.count)
        for (row, result) in zip(rows, results) {
            guard result[keyName]?.text == row.key,
                let status = result["status"]?.integer,
                let outcome = outcome(
                    Int(clamping: status),
                    problem: result["problem"] ?? .null,
                    result: result
                )
            else { return nil }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// A result's meaning; nil for a refusal that is not final, which settles nothing.
    private static func outcome(_ status: Int, problem: JSON, result: JSON) -> RowOutcome? {
        if (200..<300).contains(status) { return .delivered(result) }
        return problem["final"] == true ? .refused(problem) : nil
    }
}

extension Delivery {
    /// Operations of the gateway's ledger: credits, debits and reversals, by the body's `type`.
    package static let operations = Delivery.list(
        kind: "operations",
        path: "/v1/batches",
        list: "operations",
        keyName: "key"
    )

    /// Events for badges.
    package static let events = Delivery.list(
        kind: "events",
        path: "/v1/events",
        list: "events",
        keyName: "id"
    )

    /// What a service must know of members; of each trait the highest version counts.
    package static let traits = Delivery(
        kind: "traits",
        path: "/v1/traits",
        largestBatch: 500,
        write: { rows in
            var writer = JSONWriter(capacity: rows.reduce(64) { $0 + $1.size })
            writer.object { writer in
                writer.name("members")
                writer.array(rows) { $0.raw($1.body) }
            }
            return writer.bytes
        },
        read: { answer, rows in
            answer.status == 200 ? rows.map { _ in .delivered(.null) } : nil
        }
    )

    /// Things that are handed out: goods by the mall, freezes by checkin, levels by badges.
    package static let grants = Delivery.single(kind: "grants", path: "/v1/grants")
}

extension Answer {
    /// The body as JSON; `null` where it is none.
    var json: JSON {
        // Lost is why it is no JSON: it settles nothing then.
        (try? JSONParser.parse(body)) ?? .null
    }
}
