import TestSupport
import Wire

/// A games service that hears traits and does nothing else.
struct ToldTraits {
    let neighbour: ScriptedNeighbour

    init() throws {
        neighbour = try ScriptedNeighbour { _ in .answer(200, body: Array("{}".utf8)) }
    }

    /// The setting of badges that leads to it.
    var settings: [String: String] { ["games-url": "http://127.0.0.1:\(neighbour.port)"] }

    /// The levels that were told of a member, in the order of their versions.
    func levels(of member: String = "anna") -> [Int64] {
        values("level", of: member).compactMap(\.integer)
    }

    /// The badges that were told of a member last.
    func badges(of member: String = "anna") -> [String] {
        values("badges", of: member).last?.elements?.compactMap(\.text) ?? []
    }

    private func values(_ trait: String, of member: String) -> [JSON] {
        var values: [Int64: JSON] = [:]
        for request in neighbour.requests {
            // Lost is a body that is none; the test will miss what it says.
            let json = (try? JSONParser.parse(request.body)) ?? .null
            for told in json["members"]?.elements ?? [json]
            where told["member"]?.text == member {
                guard let version = told[trait]?["version"]?.integer else { continue }
                values[version] = told[trait]?["value"]
            }
        }
        return values.sorted { $0.key < $1.key }.map(\.value)
    }
}
