import GatewayDomain
import Primitives
import Wire

extension GatewaySection.Asset {
    private static let most = 32

    /// The list of assets, which must be there; `{id, name, expiry?, returned?}` each.
    static func list(_ reader: inout SectionReader) -> [Self] {
        _ = reader.read { object throws(JSONFault) in
            guard case .array(let entries) = try object.required("assets"),
                (1...most).contains(entries.count)
            else { throw JSONFault(at: "assets", "must be a list of 1 to \(most) assets") }
        }
        guard reader.isSound else { return [] }
        var seen: Set<AssetID> = []
        return reader.list("assets", atMost: most) { asset in
            guard let id: AssetID = asset.identifier("id") else {
                _ = read(&asset, id: AssetID(validated: ""))
                return nil
            }
            if !seen.insert(id).inserted { asset.fault(at: "id", "stands twice") }
            return read(&asset, id: id)
        }
    }

    private static func read(_ reader: inout SectionReader, id: AssetID) -> Self? {
        let name = reader.read { object throws(JSONFault) in
            try object.text("name", largest: 64)
        }
        let expiry = reader.nested("expiry") { ExpiryPolicy.read(&$0) }
        let returned = reader.optional { object throws(JSONFault) in
            try ReturnPolicy.read(&object)
        }
        return name.map {
            Self(id: id, name: $0, expiry: expiry ?? .never, returned: returned ?? .usual)
        }
    }
}

extension ExpiryPolicy {
    private enum Name: String, CaseIterable {
        case never, rolling, yearEnd
    }

    /// `{policy: never}`, `{policy: rolling, months, exactDay?}` or `{policy: yearEnd, years}`.
    fileprivate static func read(_ reader: inout SectionReader) -> ExpiryPolicy? {
        switch reader.word("policy", of: Name.allCases) {
        case nil: unknown(&reader)
        case .never: .never
        case .rolling: rolling(&reader)
        case .yearEnd: reader.requiredInteger("years", in: 1...10).map { .yearEnd(years: $0) }
        }
    }

    /// Reads what may stand beside the policy, so that only the policy is at fault.
    private static func unknown(_ reader: inout SectionReader) -> ExpiryPolicy? {
        _ = reader.read { object throws(JSONFault) in
            for name in ["months", "exactDay", "years"] { _ = object.take(name) }
        }
        return nil
    }

    private static func rolling(_ reader: inout SectionReader) -> ExpiryPolicy? {
        let exactDay = reader.flag("exactDay")
        return reader.requiredInteger("months", in: 1...120)
            .map { .rolling(months: $0, exactDay: exactDay) }
    }
}

extension ReturnPolicy {
    /// `returned: forfeit` or `returned: {extendDays: N}`, or nil where it is absent.
    fileprivate static func read(
        _ object: inout ObjectReader
    ) throws(JSONFault) -> ReturnPolicy? {
        guard let json = object.take("returned") else { return nil }
        if json.text == "forfeit" { return .forfeit }
        let path = object.path(of: "returned")
        guard case .object = json else {
            throw JSONFault(at: path, "must be forfeit or {extendDays: 1 to 366}")
        }
        var returned = try ObjectReader(json, at: path)
        let days = try returned.integer("extendDays", in: 1...366)
        try returned.finish()
        return .extend(days: days)
    }
}
