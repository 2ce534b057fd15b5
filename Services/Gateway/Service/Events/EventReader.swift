import GatewayDomain
import Primitives
import Wire

/// Reads business events as they are sent, alone or in a batch.
package enum EventReader {
    /// How many events a batch may hold.
    package static let largestBatch = 1000
    /// How many lines an event may have.
    package static let mostLines = 200
    /// How many attributes an event may have.
    package static let mostAttributes = 32
    /// The largest amount of an event in minor units.
    package static let largestAmountMinor: Int64 = 1_000_000_000_000

    /// What was sent: one event, or a batch.
    package enum Body: Hashable {
        case one(EventRequest)
        case batch([EventRequest])
    }

    /// The event or the events of a body.
    ///
    /// - Throws: `JSONFault` with the path of what is malformed, such as
    ///   `events[3].lines[0].amountMinor`.
    package static func body(_ json: JSON) throws(JSONFault) -> Body {
        guard json["events"] != nil else { return .one(try event(json, at: "")) }
        var reader = try ObjectReader(json)
        guard case .array(let entries) = try reader.required("events"),
            (1...largestBatch).contains(entries.count)
        else {
            throw JSONFault(at: "events", "must be a list of 1 to \(largestBatch) events")
        }
        try reader.finish()
        var events: [EventRequest] = []
        events.reserveCapacity(entries.count)
        for (index, entry) in entries.enumerated() {
            events.append(try event(entry, at: "events[\(index)]"))
        }
        return .batch(events)
    }

    private static func event(_ json: JSON, at path: String) throws(JSONFault) -> EventRequest {
        var reader = try ObjectReader(json, at: path)
        let id = try reader.identifier("id", as: EventID.self)
        let type = try reader.identifier("type", as: EventType.self)
        let member = try reader.identifier("member", as: MemberID.self)
        guard let occurredAt = try reader.optionalInstant("occurredAt") else {
            throw JSONFault(at: reader.path(of: "occurredAt"), "is missing")
        }
        let lines = try lines(&reader)
        let request = EventRequest(
            id: id,
            type: type,
            member: member,
            occurredAt: occurredAt,
            amountMinor: try amountMinor(&reader, of: lines),
            lines: lines,
            refersTo: try reader.optionalIdentifier("refersTo"),
            attributes: try attributes(&reader),
            callerSubject: try reader.optionalText("caller"),
            digest: RequestDigest(operation: "event", body: json).bytes
        )
        try reader.finish()
        return request
    }

    /// The amount as it was sent, which the lines must add up to, or else their sum.
    private static func amountMinor(
        _ reader: inout ObjectReader,
        of lines: [EventRequest.Line]
    ) throws(JSONFault) -> Int64? {
        let given = try reader.optionalInteger("amountMinor", in: 0...largestAmountMinor)
        guard !lines.isEmpty else { return given }
        // 200 lines of 10^12 each are far from 64 bits.
        let sum = lines.reduce(0) { $0 + $1.amountMinor }
        guard sum <= largestAmountMinor else {
            throw JSONFault(
                at: reader.path(of: "lines"),
                "must add up to at most \(largestAmountMinor)"
            )
        }
        guard given == nil || given == sum else {
            throw JSONFault(at: reader.path(of: "lines"), "must add up to amountMinor")
        }
        return sum
    }

    private static func lines(
        _ reader: inout ObjectReader
    ) throws(JSONFault) -> [EventRequest.Line] {
        guard let json = reader.take("lines") else { return [] }
        let path = reader.path(of: "lines")
        guard case .array(let entries) = json, (1...mostLines).contains(entries.count) else {
            throw JSONFault(at: path, "must be a list of 1 to \(mostLines) lines")
        }
        var ids: Set<String> = []
        var lines: [EventRequest.Line] = []
        for (index, entry) in entries.enumerated() {
            var reader = try ObjectReader(entry, at: "\(path)[\(index)]")
            let id = try reader.optionalIdentifier("id", as: Reference.self)?.text
            let line = EventRequest.Line(
                id: id ?? String(index + 1),
                isNamed: id != nil,
                category: try reader.optionalText("category", largest: 64),
                amountMinor: try reader.integer("amountMinor", in: 0...largestAmountMinor)
            )
            guard ids.insert(line.id).inserted else {
                throw JSONFault(at: reader.path(of: "id"), "stands twice")
            }
            try reader.finish()
            lines.append(line)
        }
        return lines
    }

    private static func attributes(
        _ reader: inout ObjectReader
    ) throws(JSONFault) -> [String: BusinessEvent.Attribute] {
        guard let json = reader.take("attributes") else { return [:] }
        let path = reader.path(of: "attributes")
        guard case .object(let members) = json, members.count <= mostAttributes else {
            throw JSONFault(at: path, "must be an object of at most \(mostAttributes) members")
        }
        var attributes: [String: BusinessEvent.Attribute] = [:]
        for member in members {
            let place = "\(path).\(member.name.prefix(64))"
            guard BusinessEvent.Attribute.isName(member.name) else {
                throw JSONFault(at: place, "is no name of an attribute")
            }
            guard let value = BusinessEvent.Attribute(member.value) else {
                throw JSONFault(at: place, BusinessEvent.Attribute.expectation)
            }
            attributes[member.name] = value
        }
        return attributes
    }
}
