import Access
import Primitives
import ServiceHost
import Wire

/// A request that begins an intent, or repeats one that did.
package struct IntentRequest: Sendable {
    /// Whose intent it is.
    package let member: MemberID
    /// Who asks; keys of different callers are different keys.
    package let caller: String
    /// What is asked for; keys of different routes are different keys.
    package let route: String
    /// The caller's key; without one nothing is remembered but the intent.
    package let key: IdempotencyKey?
    /// SHA-256 of the request as it was sent.
    package let digest: [UInt8]
    /// The request's id.
    package let requestID: String
    /// The W3C trace context of the request, if any.
    package let traceparent: String?

    /// Names a request.
    package init(
        member: MemberID,
        caller: String,
        route: String,
        key: IdempotencyKey?,
        digest: [UInt8],
        requestID: String,
        traceparent: String? = nil
    ) {
        self.member = member
        self.caller = caller
        self.route = route
        self.key = key
        self.digest = digest
        self.requestID = requestID
        self.traceparent = traceparent
    }

    /// The request of an exchange, whose key it must carry.
    ///
    /// - Parameters:
    ///   - exchange: The exchange.
    ///   - route: What is asked for.
    ///   - member: Whose intent it is.
    ///   - path: The parameters of the path beside the member, in their order.
    ///   - body: The body as it was sent.
    /// - Throws: A `Problem` where the key is missing or the caller is not known.
    package init(
        _ exchange: borrowing Exchange,
        route: String,
        member: MemberID,
        path: [String],
        body: JSON
    ) throws {
        self.init(
            member: member,
            caller: try exchange.caller.name,
            route: route,
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(
                operation: route,
                path: [member.text] + path,
                body: body
            ).bytes,
            requestID: exchange.requestID,
            traceparent: exchange.traceparent
        )
    }
}
