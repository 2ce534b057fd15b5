import GatewayDomain
import Primitives
import Sections
import Wire

extension Earning {
    /// `{rules?, refunds?, cancellations?, confirmations?, shortfall?}`.
    ///
    /// - Parameters:
    ///   - reader: The object.
    ///   - assets: The programme's assets, the usual one first, or nil where they are at fault.
    ///   - levels: What the levels' benefits multiply every rule by.
    /// - Returns: What could be read; the faults stand in the reader.
    static func read(
        _ reader: inout SectionReader,
        assets: [AssetID]?,
        levels: [EarningMultiplier] = []
    ) -> Earning {
        var earning = Earning()
        var seen: Set<RuleID> = []
        var uses: Set<EventType> = []
        earning.rules = reader.list("rules", atMost: 64) { rule in
            // Taken apart, so that the use of a type counts even where its rule is at fault.
            let type = rule.optional { object throws(JSONFault) in object.take("event")?.text }
            if let type = type.flatMap({ EventType($0) }) { uses.insert(type) }
            return EarningRule.read(&rule, assets: assets, levels: levels, seen: &seen)
        }
        earning.refunds = types("refunds", &reader, uses: &uses)
        earning.cancellations = types("cancellations", &reader, uses: &uses)
        earning.confirmations = types("confirmations", &reader, uses: &uses)
        earning.shortfall =
            reader.optionalWord("shortfall", of: [Shortfall.record, .refuse]) ?? .record
        return earning
    }

    /// A list of types of events, none of which may have another use.
    private static func types(
        _ name: String,
        _ reader: inout SectionReader,
        uses: inout Set<EventType>
    ) -> Set<EventType> {
        let types = reader.values(name, 0...32, "the type of an event") {
            $0.text.flatMap { EventType($0) }
        }
        for type in types ?? [] where !uses.insert(type).inserted {
            reader.fault(at: name, "\(type) has another use already, or stands twice")
        }
        return Set(types ?? [])
    }
}
