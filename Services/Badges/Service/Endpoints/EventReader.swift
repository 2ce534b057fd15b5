import BadgesDomain
import Primitives
import Wire

extension ToldEvent {
    /// How many attributes an event may have.
    private static let mostAttributes = 32

    /// Reads `{id, source?, type, member, occurredAt, day, attributes?, undoes?}`; the source may
    /// name itself, and nobody else.
    init(_ json: JSON, at path: String, from source: String) throws(JSONFault) {
        var reader = try ObjectReader(json, at: path)
        id = try reader.identifier("id")
        if let named = try reader.optionalText("source", largest: 128), named != source {
            throw JSONFault(at: reader.path(of: "source"), "must be the caller's own name")
        }
        self.source = source
        let type: EventType = try reader.identifier("type")
        member = try reader.identifier("member")
        guard let occurredAt = try reader.optionalInstant("occurredAt") else {
            throw JSONFault(at: reader.path(of: "occurredAt"), "is missing")
        }
        guard let day = try reader.optionalDay("day") else {
            throw JSONFault(at: reader.path(of: "day"), "is missing")
        }
        let attributes = try Self.attributes(
            reader.take("attributes") ?? .object([]),
            at: reader.path(of: "attributes")
        )
        undoes = try reader.optionalIdentifier("undoes", as: EventID.self)
        guard undoes != id else {
            throw JSONFault(at: reader.path(of: "undoes"), "must be another event")
        }
        try reader.finish()
        event = MemberEvent(type, on: day, at: occurredAt, attributes)
        digest = RequestDigest(operation: "event", body: json).bytes
    }

    private static func attributes(
        _ json: JSON,
        at path: String
    ) throws(JSONFault) -> [AttributeName: AttributeValue] {
        guard case .object(let members) = json, members.count <= mostAttributes else {
            throw JSONFault(at: path, "must be an object of at most \(mostAttributes) members")
        }
        var attributes: [AttributeName: AttributeValue] = [:]
        for member in members where member.value != .null {
            guard let name = AttributeName(member.name) else {
                throw JSONFault(at: path, "has a member whose name is no identifier")
            }
            guard let value = AttributeValue(member.value) else {
                throw JSONFault(
                    at: "\(path).\(name)",
                    "must be text of at most 256 bytes, a whole number of at most 15 digits, true "
                        + "or false"
                )
            }
            attributes[name] = value
        }
        return attributes
    }
}
