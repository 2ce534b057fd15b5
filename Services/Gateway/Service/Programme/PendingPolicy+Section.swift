import GatewayDomain
import Primitives
import Sections
import Wire

extension PendingPolicy {
    private static let days: ClosedRange<Int64> = 1...366

    /// `{confirmAfterDays: N}`, `{untilConfirmed: true}` or `{delayDays: N}`.
    static func read(_ reader: inout SectionReader) -> PendingPolicy? {
        let policies = [
            reader.integer("confirmAfterDays", in: days).map(PendingPolicy.confirmAfter(days:)),
            reader.flag("untilConfirmed") ? PendingPolicy.untilConfirmed : nil,
            reader.integer("delayDays", in: days).map(PendingPolicy.delay(days:)),
        ].compactMap(\.self)
        let names = ["confirmAfterDays", "untilConfirmed", "delayDays"]
        if names.count(where: reader.has) != 1 {
            reader.fault(at: names[1], "or one of the other two must stand alone")
        }
        return policies.first
    }
}
