import Calls
import Foundation
import Wire

/// Lists what services owe their neighbours, and brings on what is parked.
package struct OutboxDesk: Sendable {
    private let client: SuiteClient
    private let members: [SuiteMember]

    /// Works on the outboxes of services; those that call nobody have none.
    package init(_ client: SuiteClient, of members: [SuiteMember]) {
        self.client = client
        self.members = members.filter { !$0.neighbours.isEmpty }
    }

    /// Lists rows of all outboxes, the ways to the neighbours first.
    ///
    /// - Parameters:
    ///   - state: `parked`, or one of the rows' states.
    ///   - tell: Gets each line.
    /// - Throws: `CommandFault` where a service does not answer; `CancellationError`.
    package func list(_ state: String, tell: (String) -> Void) async throws {
        for member in members {
            var after = ""
            var isFirst = true
            while true {
                let path = "/v1/outbox?state=\(state)&limit=200\(after)"
                let page = try await answer(.get, path, member)
                if isFirst {
                    for way in OutboxReading(page).ways { tell("\(member.name) → \(way.line)") }
                }
                isFirst = false
                for row in page["items"]?.elements ?? [] { tell(Self.line(of: row)) }
                guard let next = page["next"]?.text, "&after=\(next)" != after else { break }
                after = "&after=\(next)"
            }
        }
    }

    /// Sends a parked row again.
    ///
    /// - Returns: A line that says what became of it.
    /// - Throws: `CommandFault` where no service has the row, or it is not parked.
    package func retry(_ id: String) async throws -> String {
        try await act("retry", id, [])
    }

    /// Says that a parked row is settled by other means.
    ///
    /// - Returns: A line that says what became of it.
    /// - Throws: As `retry`.
    package func settle(_ id: String, reason: String) async throws -> String {
        try await act("settle", id, JSONWriter.bytes(of: ["reason": .string(reason)]))
    }

    private func act(_ action: String, _ id: String, _ body: [UInt8]) async throws -> String {
        guard Self.isID(id) else {
            throw CommandFault("\(id) is no id of a row", isInput: true)
        }
        // One key for all attempts of this call; a second call is another attempt of a person.
        let key = UUID().uuidString
        for member in members {
            let (status, json) = try await client.send(
                .post,
                "/v1/outbox/\(id)/\(action)",
                to: member,
                body: body,
                key: key
            )
            if status == 404 { continue }
            guard status == 200 else { throw CommandFault.refusal(by: member, status, json) }
            return "\(member.name): \(Self.line(of: json))"
        }
        throw CommandFault("no service has a row \(id); one that was delivered is gone")
    }

    /// Whether a text can be the id of a row, so that it can stand in a path.
    private static func isID(_ text: String) -> Bool {
        let marks = Set("._:-".utf8)
        return (1...64).contains(text.utf8.count) && !text.contains("..")
            && text.utf8.allSatisfy { byte in
                let letter = byte | 0x20
                return marks.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= letter
            }
    }

    private func answer(
        _ method: Call.Method,
        _ path: String,
        _ member: SuiteMember
    ) async throws -> JSON {
        let (status, json) = try await client.send(method, path, to: member)
        guard status == 200 else { throw CommandFault.refusal(by: member, status, json) }
        return json
    }

    private static func line(of row: JSON) -> String {
        let words = ["id", "state", "neighbour", "kind", "member"].map { row[$0]?.text ?? "" }
        let reason = row["reason"]?["detail"]?.text ?? row["reason"]?["title"]?.text
        let needs = row["needs"]?.text.map { "needs \($0)" }
        return (words + [row["owedAt"]?.text ?? ""]).joined(separator: "  ")
            + ([reason, needs].compactMap(\.self).first.map { "  \($0)" } ?? "")
    }
}
