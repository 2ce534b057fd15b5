import Access
import Foundation
import Hummingbird
import Primitives
import Problems
import Wire

/// One request that is being served: who asks for what, and until when.
package struct Exchange: ~Copyable, Sendable {
    /// The request's id, taken from its caller or made here.
    package let requestID: String
    /// Who asks; nil only at endpoints that are for anyone.
    package let verifiedCaller: Caller?
    /// When the request's time is over.
    package let deadline: ContinuousClock.Instant
    let headers: RequestHeaders
    let parameters: Parameters
    let query: [(name: String, value: String)]
    let body: ByteBuffer

    /// The W3C trace context that the caller sent, if it is well-formed.
    package var traceparent: String? { headers.traceparent }

    /// Whether the header `Accept` takes one type of media rather than another.
    package func prefers(_ type: String, over other: String) -> Bool {
        let accepted = AcceptedTypes(headers.accept)
        return accepted.quality(of: type) > accepted.quality(of: other)
    }

    /// Who asks.
    ///
    /// - Throws: A `Problem` with the slug `unauthenticated` at an endpoint that is for anyone.
    package var caller: Caller {
        get throws(Problem) {
            guard let verifiedCaller else { throw Problem(.unauthenticated) }
            return verifiedCaller
        }
    }

    /// The body, which must be JSON.
    ///
    /// - Throws: `JSONFault`.
    package func json() throws(JSONFault) -> JSON {
        let result = body.withUnsafeReadableBytes { bytes -> Result<JSON, JSONFault> in
            do throws(JSONFault) {
                return .success(try JSONParser.parse(bytes.bindMemory(to: UInt8.self)))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The body, or an object without members where none was sent.
    ///
    /// - Throws: `JSONFault`.
    package func optionalJSON() throws(JSONFault) -> JSON {
        body.readableBytes == 0 ? .object([]) : try json()
    }

    /// The key of a write.
    ///
    /// - Throws: A `Problem` with the slug `idempotency-key-missing`.
    package func idempotencyKey() throws(Problem) -> IdempotencyKey {
        guard let text = headers.idempotencyKey, let key = IdempotencyKey(text) else {
            throw Problem(
                .idempotencyKeyMissing,
                "the header Idempotency-Key must be 1 to 128 printable ASCII characters"
            )
        }
        return key
    }

    /// A parameter of the path, unescaped; empty where the path has none of that name.
    package func parameter(_ name: String) -> String {
        guard let raw = parameters.get(name) else { return "" }
        return raw.utf8.contains(UInt8(ascii: "%")) ? raw.removingPercentEncoding ?? raw : raw
    }

    /// A value of the query, or nil where it is absent.
    package func query(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// A truth value of the query, false where it is absent.
    ///
    /// - Throws: `JSONFault` where it is neither `true` nor `false`.
    package func queryFlag(_ name: String) throws(JSONFault) -> Bool {
        switch query(name) {
        case nil, "false": return false
        case "true": return true
        default: throw JSONFault(at: name, "must be true or false")
        }
    }

    /// A text of the query, or nil where it is absent.
    ///
    /// - Throws: `JSONFault` where it is empty or longer than `largest` bytes of UTF-8.
    package func queryText(_ name: String, largest: Int) throws(JSONFault) -> String? {
        guard let text = query(name) else { return nil }
        guard (1...largest).contains(text.utf8.count) else {
            throw JSONFault(at: name, "must be text of 1 to \(largest) bytes")
        }
        return text
    }

    /// How many items a list may hold: 1 to 200, usually 50.
    ///
    /// - Throws: `JSONFault`.
    package func limit() throws(JSONFault) -> Int {
        guard let text = query("limit") else { return 50 }
        guard let limit = Int(text), (1...200).contains(limit) else {
            throw JSONFault(at: "limit", "must be a whole number from 1 to 200")
        }
        return limit
    }

    /// The place behind which a list goes on, as the query's `after` names it.
    ///
    /// - Parameters:
    ///   - start: The place where it is absent.
    ///   - read: Reads a cursor; nil where it is none of the list.
    /// - Returns: The place.
    /// - Throws: `JSONFault` where it is none.
    package func place<Place>(
        from start: Place,
        _ read: (String) -> Place?
    ) throws(JSONFault) -> Place {
        guard let text = query("after") else { return start }
        guard let place = read(text) else {
            throw JSONFault(at: "after", "is no cursor of this list")
        }
        return place
    }

    /// The number behind which a list goes on, as the query's `after` names it.
    ///
    /// - Parameters:
    ///   - start: The number where it is absent.
    ///   - range: The numbers that there are.
    /// - Returns: The number.
    /// - Throws: `JSONFault` where it is none of them.
    package func place(
        from start: Int64,
        in range: ClosedRange<Int64>
    ) throws(JSONFault) -> Int64 {
        try place(from: start) { text in
            Int64(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// The id of the member behind whom a list of members goes on; empty at its start.
    ///
    /// - Throws: `JSONFault` where the query's `after` is no member's id.
    package func placeOfMember() throws(JSONFault) -> String {
        try place(from: "") { $0.isEmpty || MemberID($0) != nil ? $0 : nil }
    }

    /// The member whom the path's `{member}` names; a member may write `me`, and only that or
    /// its own id.
    ///
    /// - Throws: A `Problem`: `forbidden` for another member, `invalid-request` for no id.
    package func member() throws(Problem) -> MemberID {
        let text = parameter("member")
        let caller = try caller
        if caller.role == .member {
            guard text == "me" || text == caller.subject, let own = MemberID(caller.subject)
            else { throw Problem(.forbidden, "a member sees only what is its own") }
            return own
        }
        guard let member = MemberID(text) else {
            throw Problem(JSONFault(at: "member", "is not a member's id"))
        }
        return member
    }
}
