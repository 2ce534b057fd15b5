import Wire

extension ReplayTally.Answer {
    /// Reads a gateway's result of one event.
    ///
    /// - Throws: `CommandFault` where a grant makes no sense.
    init(_ result: JSON, of purchase: Purchase) throws(CommandFault) {
        id = purchase.eventID
        member = purchase.customer
        if let status = result["status"]?.integer, status >= 400 {
            refusal = Self.reason(Int(clamping: status), result["problem"] ?? .null)
        }
        isReplayed = result["replayed"] == true
        for grant in result["grants"]?.elements ?? [] {
            grants.append(try Self.grant(grant, "asset", "amount", of: id))
        }
    }

    /// Reads the answer to one check-in.
    ///
    /// - Throws: As of an event.
    init(
        _ status: Int,
        _ json: JSON,
        isReplayed: Bool,
        to id: String,
        of member: String
    ) throws(CommandFault) {
        self.id = id
        self.member = member
        self.isReplayed = isReplayed
        guard status < 400 else {
            refusal = Self.reason(status, json)
            return
        }
        guard let items = json["award"]?["total"]?.elements else {
            throw CommandFault("\(id): the answer has no award")
        }
        for item in items {
            if let count = item["freezes"]?.integer {
                grants.append(ReplayTally.Grant(what: "freezes", amount: count))
            } else if item["product"] != nil {
                grants.append(try Self.grant(item, "product", "quantity", of: id))
            } else {
                grants.append(try Self.grant(item, "asset", "amount", of: id))
            }
        }
    }

    private static func grant(
        _ json: JSON,
        _ what: String,
        _ amount: String,
        of id: String
    ) throws(CommandFault) -> ReplayTally.Grant {
        guard let what = json[what]?.text, let amount = json[amount]?.integer else {
            throw CommandFault("\(id): the answer's grants make no sense")
        }
        return ReplayTally.Grant(what: what, amount: amount)
    }

    private static func reason(_ status: Int, _ problem: JSON) -> String {
        let words = [problem["title"]?.text, problem["detail"]?.text].compactMap(\.self)
        return (["\(status)"] + words).joined(separator: ": ")
    }
}
