import CheckinDomain
import Primitives
import Sections
import Wire

extension AwardReader {
    /// A price that may be absent: a number, or `{asset?, amount}`; from 1 on.
    func cost(_ name: String, of reader: inout SectionReader) -> Cost? {
        guard let json = reader.take(name) else { return nil }
        return cost(json, at: reader.path(of: name), in: Self.amounts, &reader)
    }

    /// A list of up to 31 prices, each from 0 on; empty where it is absent.
    func prices(_ name: String, of reader: inout SectionReader) -> [Cost] {
        guard let json = reader.take(name) else { return [] }
        guard case .array(let entries) = json, (1...31).contains(entries.count) else {
            reader.fault(at: name, "must be a list of 1 to 31 prices")
            return []
        }
        return entries.enumerated().compactMap { index, entry in
            let path = "\(reader.path(of: name))[\(index)]"
            return cost(entry, at: path, in: 0...Self.amounts.upperBound, &reader)
        }
    }

    private func cost(
        _ json: JSON,
        at path: String,
        in range: ClosedRange<Int64>,
        _ reader: inout SectionReader
    ) -> Cost? {
        reading.amount(json, at: path, in: range, &reader)
            .map { Cost(asset: $0.asset, amount: $0.amount) }
    }
}
