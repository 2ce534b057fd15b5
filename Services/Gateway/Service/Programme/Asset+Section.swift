import GatewayDomain
import Primitives
import Sections
import Wire

extension GatewaySection.Asset {
    /// `{id, name, expiry?, returned?}`, of which the id has been read.
    static func read(_ reader: inout SectionReader, id: AssetID) -> Self? {
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
