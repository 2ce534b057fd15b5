import Wire

/// What an answer says about a charge: two end the step, every other leaves it open.
enum ChargeVerdict: Sendable {
    /// The gateway has taken what was asked for, now or at an earlier attempt.
    case charged(Receipt)
    /// The gateway has refused it for ever.
    case refused(ChargeRefusal)
    /// Nothing is known, about this attempt or an earlier one.
    case unknown(ChargeDoubt)

    /// Judges an answer.
    init(_ answer: ChargeAnswer) {
        switch answer {
        case .answered(let status, let body):
            // Lost is why the body is no JSON: then something else than the gateway has answered.
            self.init(status: status, (try? JSONParser.parse(body)) ?? .null)
        case .unanswered(let reason):
            self = .unknown(ChargeDoubt(silence: reason, wasSent: true))
        case .unsent(let reason):
            self = .unknown(ChargeDoubt(silence: reason, wasSent: false))
        }
    }

    private init(status: Int, _ json: JSON) {
        if [200, 201].contains(status), let receipt = Receipt(json) {
            self = .charged(receipt)
        } else if (400..<500).contains(status), json["final"] == true {
            self = .refused(ChargeRefusal(status: status, problem: json))
        } else {
            self = .unknown(ChargeDoubt(status: status, json))
        }
    }
}

/// Why it is not known whether a charge was made.
struct ChargeDoubt: Hashable, Sendable {
    /// The status of HTTP, or nil where nothing answered.
    let status: Int?
    /// What is seen of it, in a few words.
    let reason: String
    /// Whether the charge went out at all.
    let wasSent: Bool

    /// No answer came.
    init(silence reason: String, wasSent: Bool) {
        status = nil
        self.reason = reason
        self.wasSent = wasSent
    }

    /// An answer came that settles nothing.
    init(status: Int, _ json: JSON) {
        self.status = status
        let slug = ChargeRefusal(status: status, problem: json).slug
        let words = [slug, json["detail"]?.text].compactMap(\.self)
        let text =
            words.isEmpty ? "an answer that is not understood" : words.joined(separator: ": ")
        reason = String(text.prefix(200))
        wasSent = true
    }

    /// Whether a person must look: more of the same answers will not settle it.
    var isAlarming: Bool {
        guard let status else { return false }
        return (200..<500).contains(status) && status != 429
    }

    /// Whether the gateway is away or overwhelmed, so that other charges would fare alike.
    var isSilence: Bool {
        guard let status else { return true }
        return [429, 502, 503, 504].contains(status)
    }
}
