import CheckinDomain
import Primitives
import Sections
import Wire

extension Cost {
    /// The cost as it is stored and shown: `{asset, amount}`.
    var json: JSON { ["asset": .string(asset.text), "amount": .integer(amount.value)] }

    /// Reads a cost that was stored, or nil where it is none.
    init?(json: JSON) {
        guard let asset = json["asset"]?.text.flatMap({ AssetID($0) }),
            let amount = json["amount"]?.integer
        else { return nil }
        self.init(asset: asset, amount: Points(amount))
    }
}

extension [Award.Item] {
    /// The items as one text.
    var stored: String { StoredList.text(map(\.json)) }

    /// Reads items that were stored.
    init(stored text: String) { self = StoredList.elements(text).compactMap(Award.Item.init) }
}

extension [Cost] {
    /// The costs as one text.
    var stored: String { StoredList.text(map(\.json)) }

    /// Reads costs that were stored.
    init(stored text: String) { self = StoredList.elements(text).compactMap(Cost.init) }
}

extension [OwedCredit] {
    /// The credits as one text.
    var stored: String { StoredList.text(map(\.json)) }

    /// Reads credits that were stored.
    init(stored text: String) { self = StoredList.elements(text).compactMap(OwedCredit.init) }
}

extension [ClosedRange<CalendarDay>] {
    /// The spans as one text.
    var stored: String {
        StoredList.text(
            map {
                .array([
                    .integer($0.lowerBound.daysSinceEpoch), .integer($0.upperBound.daysSinceEpoch),
                ])
            }
        )
    }

    /// Reads spans that were stored.
    init(stored text: String) {
        self = StoredList.elements(text).compactMap { span in
            guard let first = span[0]?.integer, let last = span[1]?.integer, first <= last
            else { return nil }
            return CalendarDay(daysSinceEpoch: first)...CalendarDay(daysSinceEpoch: last)
        }
    }
}

/// Short lists that are stored as one text.
private enum StoredList {
    static func text(_ elements: [JSON]) -> String {
        elements.isEmpty
            ? "" : String(decoding: JSONWriter.bytes(of: .array(elements)), as: UTF8.self)
    }

    static func elements(_ text: String) -> [JSON] {
        guard !text.isEmpty else { return [] }
        // Lost is why a text is no JSON, which this service has not written then.
        return (try? JSONParser.parse(Array(text.utf8)))?.elements ?? []
    }
}
