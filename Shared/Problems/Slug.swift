/// The kinds of refusal: one refusal is one slug, and this is the whole list.
package enum Slug: String, CaseIterable, Sendable {
    case invalidRequest = "invalid-request"
    case idempotencyKeyMissing = "idempotency-key-missing"
    case unauthenticated
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case insufficientPoints = "insufficient-points"
    case accountFrozen = "account-frozen"
    case accountClosed = "account-closed"
    case chargeLapsed = "charge-lapsed"
    case alreadyExpired = "already-expired"
    case holdLapsed = "hold-lapsed"
    case holdEnded = "hold-ended"
    case notReversible = "not-reversible"
    case linesNeeded = "lines-needed"
    case limitReached = "limit-reached"
    case notOpen = "not-open"
    case notEligible = "not-eligible"
    case outOfStock = "out-of-stock"
    case roundFinished = "round-finished"
    case nothingToRepair = "nothing-to-repair"
    case requestInFlight = "request-in-flight"
    case requestTimeout = "request-timeout"
    case clockBehind = "clock-behind"
    case notParked = "not-parked"
    case takeUpNotNeeded = "take-up-not-needed"
    case payloadTooLarge = "payload-too-large"
    case addressTooLong = "address-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case idempotencyKeyReused = "idempotency-key-reused"
    case invalidProgramme = "invalid-programme"
    case rateLimited = "rate-limited"
    case headersTooLarge = "headers-too-large"
    case internalFault = "internal"
    case unavailable
    case neighbourUnavailable = "neighbour-unavailable"
}

extension Slug {
    /// The status of HTTP that goes with it.
    package var status: Int {
        switch self {
        case .invalidRequest, .idempotencyKeyMissing: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .insufficientPoints, .accountFrozen, .accountClosed, .chargeLapsed, .alreadyExpired,
            .holdLapsed, .holdEnded, .notReversible, .linesNeeded, .limitReached,
            .notOpen, .notEligible, .outOfStock, .roundFinished, .nothingToRepair, .requestInFlight,
            .clockBehind, .notParked, .takeUpNotNeeded:
            409
        case .payloadTooLarge: 413
        case .addressTooLong: 414
        case .unsupportedMediaType: 415
        case .idempotencyKeyReused, .invalidProgramme: 422
        case .rateLimited: 429
        case .headersTooLarge: 431
        case .internalFault: 500
        case .unavailable, .neighbourUnavailable: 503
        }
    }

    /// A few words that are the same at every occurrence (RFC 9457, section 3.1.3).
    package var title: String {
        switch self {
        case .invalidRequest: "The request is not understood"
        case .idempotencyKeyMissing: "An idempotency key is missing"
        case .unauthenticated: "Who is calling is not known"
        case .forbidden: "The caller may not do this"
        case .notFound: "There is no such thing"
        case .methodNotAllowed: "The method is not allowed here"
        case .insufficientPoints: "There are too few points"
        case .accountFrozen: "The account is frozen"
        case .accountClosed: "The account is closed"
        case .chargeLapsed: "The charge came after its time"
        case .alreadyExpired: "The points would have expired already"
        case .holdLapsed: "The hold's time is over"
        case .holdEnded: "The hold holds nothing any more"
        case .notReversible: "A transfer of this kind is never undone"
        case .linesNeeded: "The refund must name the order's lines"
        case .limitReached: "A limit is reached"
        case .notOpen: "That is not open now"
        case .notEligible: "The member may not have this"
        case .outOfStock: "There is not enough left"
        case .roundFinished: "The round is over"
        case .nothingToRepair: "There is nothing to repair"
        case .requestInFlight: "The same request is still under way"
        case .requestTimeout: "The request did not come in time"
        case .clockBehind: "The clock never goes back"
        case .notParked: "Only what is parked is brought on by hand"
        case .takeUpNotNeeded: "The task need not be taken up"
        case .payloadTooLarge: "The body is too large"
        case .addressTooLong: "The address is too long"
        case .unsupportedMediaType: "The body is of a kind that is not taken"
        case .idempotencyKeyReused: "The idempotency key belongs to another request"
        case .invalidProgramme: "The programme is faulty"
        case .rateLimited: "There are too many requests"
        case .headersTooLarge: "The headers are too large"
        case .internalFault: "Something went wrong here"
        case .unavailable: "The service is busy"
        case .neighbourUnavailable: "A service that is needed does not answer"
        }
    }

    /// What it means and what the caller can do, for the page at `/problems/<slug>`.
    package var explanation: String {
        switch self {
        case .invalidRequest:
            "The body, the query or a parameter is malformed. `faults` names each place. "
                + "Nothing was done; the same request will never succeed."
        case .idempotencyKeyMissing:
            "Every write needs the header Idempotency-Key of 1 to 128 printable ASCII "
                + "characters, so that it can be retried safely."
        case .unauthenticated:
            "The header Authorization must carry a bearer token that a configured key has "
                + "signed and that has not expired."
        case .forbidden: "The token's role may not do this, or names another member."
        case .notFound:
            "There is nothing under this name, or no programme has been published yet."
        case .methodNotAllowed: "The header Allow names the methods that this address takes."
        case .insufficientPoints:
            "`available` points are there and `missing` are not. Nothing was taken. A person "
                + "who tries again with more points uses a new key."
        case .accountFrozen: "A frozen account neither earns nor spends until it is unfrozen."
        case .accountClosed: "A closed account takes no movement any more."
        case .chargeLapsed:
            "The key was first seen after the charge's `notAfter`; it will never be charged."
        case .alreadyExpired:
            "`lastDay` was over, or would be over before the points could be spent. Nothing was "
                + "added."
        case .holdLapsed:
            "What was held has gone back, or will, without being taken. Nothing was taken."
        case .holdEnded: "It was captured in full, or released. Nothing was changed."
        case .notReversible:
            "Credits, debits, captures and reversals can be reversed; `kind` is what this is."
        case .linesNeeded:
            "The order's lines earned at different ratios, so the refund of a part of it must say "
                + "of which lines it is. Nothing was taken. A refund by lines is a new event."
        case .limitReached: "`limit` names the limit that it would pass."
        case .notOpen:
            "It is too early or too late for it. `opensAt`, `closedAt`, `first`, `last` or "
                + "`today` say when it is, or was, or which days can be named."
        case .notEligible:
            "`unmet` names each condition that the member does not meet. Nothing was taken."
        case .outOfStock: "Less is there than was asked for. Nothing was changed."
        case .roundFinished:
            "No card of it can be turned any more. Its cards are shown as soon as no flip of it is "
                + "being paid for."
        case .nothingToRepair:
            "The day was not missed, or is not one that can be repaired. `state` says what it is."
        case .requestInFlight:
            "The first request with this key has not ended within the time limit. The same "
                + "key will get its answer a little later."
        case .requestTimeout:
            "Its head, or its body, took longer to come than a request may take. Nothing was done; "
                + "the same request can be sent again, on a new connection."
        case .clockBehind:
            "The test clock stands at `now` already, which is later than what it was to be set "
                + "to. Only the first call in a store without business may set it back."
        case .notParked:
            "A message to a neighbour is retried or settled only while it is parked, and retried "
                + "only when the one that it needs is not. `state` is what it is, `needs` names "
                + "that one."
        case .takeUpNotNeeded:
            "What is done for the task counts without that. Nothing was changed."
        case .payloadTooLarge: "`limit` names the largest body in bytes."
        case .addressTooLong: "Method, path and query take at most 16,384 bytes."
        case .unsupportedMediaType: "Bodies are application/json in UTF-8, not compressed."
        case .idempotencyKeyReused:
            "The key was used for another request. Nothing was done. A new attempt uses a new "
                + "key; a retry sends the same request."
        case .invalidProgramme: "`faults` lists each fault with its path in the section."
        case .rateLimited: "The header Retry-After says after how many seconds to try again."
        case .headersTooLarge:
            "A request has at most 100 headers, each of at most 16,384 bytes and all of at most "
                + "32,768."
        case .internalFault:
            "The fault is the service's. Retrying with the same key is safe."
        case .unavailable:
            "The service could not do it in time or has no room. Nothing is known to have been "
                + "done; retrying with the same key is safe."
        case .neighbourUnavailable: "Retrying later with the same key is safe."
        }
    }
}
