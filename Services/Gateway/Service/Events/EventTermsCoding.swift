import GatewayDomain
import Primitives
import Wire

/// How an event's terms are stored: compact JSON that every later version can read.
///
/// `{"v":1,"lines":[[id,category,amountMinor,refundedMinor]…],"grants":[{…}…]}`, with `uniform`
/// and `cancelled` where they hold.
package enum EventTermsCoding {
    private static let version: Int64 = 1
    private static let amounts: ClosedRange<Int64> = 0...1_000_000_000_000

    /// The text of some terms; equal terms have equal texts.
    package static func text(of terms: EventTerms) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("v", version)
            writer.name("lines")
            writer.array(terms.lines) { writer, line in
                writer.value([
                    .string(line.id), line.category.map(JSON.string) ?? .null,
                    .integer(line.amountMinor), .integer(line.refundedMinor),
                ])
            }
            writer.name("grants")
            writer.array(terms.grants) { $0.granted($1) }
            if terms.isUniform { writer.member("uniform", true) }
            if terms.isCancelled { writer.member("cancelled", true) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The terms of a text.
    ///
    /// - Throws: `JSONFault` where it is not one that `text(of:)` has made.
    package static func terms(of text: String) throws(JSONFault) -> EventTerms {
        var reader = try ObjectReader(try JSONParser.parse(Array(text.utf8)))
        _ = try reader.integer("v", in: version...version)
        let lines = try reader.elements("lines", line)
        let grants = try reader.elements("grants", granted)
        let isUniform = reader.take("uniform") == true
        let isCancelled = reader.take("cancelled") == true
        try reader.finish()
        return EventTerms(
            lines: lines,
            grants: grants,
            isUniform: isUniform,
            isCancelled: isCancelled
        )
    }

    private static func line(_ json: JSON, _ path: String) throws(JSONFault) -> EventTerms.Line {
        guard let id = json[0]?.text, let amount = json[2]?.integer,
            let refunded = json[3]?.integer, amounts.contains(amount),
            (0...amount).contains(refunded)
        else { throw JSONFault(at: path, "is no line of an order") }
        return EventTerms.Line(
            id: id,
            category: json[1]?.text,
            amountMinor: amount,
            refundedMinor: refunded
        )
    }

    private static func granted(
        _ json: JSON,
        _ path: String
    ) throws(JSONFault) -> EventTerms.Granted {
        var reader = try ObjectReader(json, at: path)
        let rule = try reader.identifier("rule", as: RuleID.self)
        let granted = EventTerms.Granted(
            rule: rule,
            asset: try reader.identifier("asset"),
            amount: try reader.amount("amount"),
            isConfirmable: reader.take("confirmable") == true,
            lines: try reader.elements("lines", share),
            counters: try reader.elements("counters") { json, path throws(JSONFault) in
                try counter(json, path, of: rule)
            },
            transfer: try reader.optionalText("transfer")
        )
        try reader.finish()
        return granted
    }

    private static func share(_ json: JSON, _ path: String) throws(JSONFault) -> Grant.Line {
        guard let amount = json[1]?.integer, amounts.contains(amount) else {
            throw JSONFault(at: path, "is no line of a grant")
        }
        return Grant.Line(
            index: json[0]?.integer.flatMap { Int(exactly: $0) },
            granted: Points(amount)
        )
    }

    private static func counter(
        _ json: JSON,
        _ path: String,
        of rule: RuleID
    ) throws(JSONFault) -> CapCounter {
        guard let scope = json[0]?.text.flatMap(EarningCap.Scope.init(rawValue:)),
            let period = json[1]?.text.flatMap(EarningCap.Period.init(rawValue:)),
            let key = json[2]?.integer
        else { throw JSONFault(at: path, "is no counter") }
        return CapCounter(rule: rule, scope: scope, period: period, key: key)
    }
}

extension JSONWriter {
    fileprivate mutating func granted(_ granted: EventTerms.Granted) {
        object { writer in
            writer.member("rule", granted.rule.text)
            writer.member("asset", granted.asset.text)
            writer.member("amount", granted.amount.value)
            if granted.isConfirmable { writer.member("confirmable", true) }
            writer.name("lines")
            writer.array(granted.lines) { writer, line in
                writer.value([
                    line.index.map { .integer(Int64($0)) } ?? .null,
                    .integer(line.granted.value),
                ])
            }
            writer.name("counters")
            writer.array(granted.counters) { writer, counter in
                writer.value([
                    .string(counter.scope.rawValue), .string(counter.period.rawValue),
                    .integer(counter.key),
                ])
            }
            writer.member("transfer", ifPresent: granted.transfer)
        }
    }
}

extension ObjectReader {
    /// The elements of a list that must be there.
    fileprivate mutating func elements<Element>(
        _ name: String,
        _ element: (JSON, String) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        guard case .array(let entries) = try required(name) else {
            throw JSONFault(at: path(of: name), "must be a list")
        }
        var elements: [Element] = []
        for (index, entry) in entries.enumerated() {
            elements.append(try element(entry, "\(path(of: name))[\(index)]"))
        }
        return elements
    }
}
