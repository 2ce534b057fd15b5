import Access
import BadgesDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// Levels for some days, which other services hand out.
struct GrantEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [Endpoint(.post, "/v1/grants", for: .roles([.service])) { try await grant($0) }]
    }

    private func grant(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        let asked = try AskedLevel(json)
        let stamp = try stamps.stamp(exchange)
        let key = ReplyKey(asked.key, in: json, for: "grants", stamp)
        return try await store.once(key, stamp, until: exchange.deadline) { [desk] transaction in
            let rules = try desk.programme.current(transaction.reads).section.levels.rules
            let (level, step) = try asked.level.find(among: rules)
            var turn = try desk.turn(of: asked.member, at: stamp.now, transaction)
            let grant = LevelGrant(
                level: level,
                firstDay: turn.today,
                lastDay: turn.today.adding(asked.days)
            )
            var ids = FreshIDs(stamp.id)
            try transaction.save(grant, to: asked.member, from: asked.source, ids.next())
            try desk.end(&turn, &ids, transaction)
            transaction.count(turn.tally)
            return KeyedReply(
                status: 201,
                body: Reply.json { writer in
                    writer.member("member", asked.member.text)
                    writer.member("level", step.id.text)
                    writer.member("number", level)
                    writer.member("lastDay", grant.lastDay.description)
                    writer.member("inForce", turn.standing.inForce)
                    writer.member("source", asked.source)
                }.body
            )
        }
    }
}

/// A level for a member, for how long, and where it comes from.
private struct AskedLevel: Sendable {
    /// How a level is named.
    enum Name: Sendable {
        case id(LevelID)
        case number(Int64)
    }

    let key: IdempotencyKey
    let member: MemberID
    let level: Name
    let days: Int64
    let source: String

    init(_ json: JSON) throws(JSONFault) {
        var reader = try ObjectReader(json)
        key = try reader.key()
        member = try reader.identifier("member")
        guard try reader.text("kind") == "level" else {
            throw JSONFault(at: "kind", "must be level")
        }
        level = try Name(try reader.required("level"))
        days = try reader.integer("days", in: 1...3660)
        source = try reader.text("source")
        try reader.finish()
    }
}

extension AskedLevel.Name {
    fileprivate init(_ json: JSON) throws(JSONFault) {
        if let number = json.integer {
            self = .number(number)
        } else if let id = json.text.flatMap({ LevelID($0) }) {
            self = .id(id)
        } else {
            throw JSONFault(at: "level", "must be a level's id or its number")
        }
    }

    /// The level of that name, with its number.
    fileprivate func find(
        among rules: LevelRules
    ) throws(JSONFault) -> (Int64, LevelRules.Step) {
        let number =
            switch self {
            case .number(let number): number
            case .id(let id): Int64((rules.steps.firstIndex { $0.id == id } ?? -1) + 1)
            }
        guard let step = rules.step(number) else {
            throw JSONFault(at: "level", "is no level of the programme")
        }
        return (number, step)
    }
}
