import Primitives
import Calls
import Wire
import Zones

extension SuiteClient {
    /// The section of the programme that is in force at a service.
    ///
    /// - Throws: `CommandFault` where there is none, or the service does not answer.
    func section(of member: SuiteMember) async throws -> JSON {
        let (status, json) = try await send(.get, "/v1/programme", to: member)
        if status == 404 {
            throw CommandFault("no programme is published; publish one with `jifen apply`")
        }
        guard status == 200, let section = json["section"] else {
            throw CommandFault.refusal(by: member, status, json)
        }
        return section
    }
}

extension JSON {
    /// The zone of a programme's section.
    ///
    /// - Throws: `CommandFault` where this machine does not know it.
    func zone() throws(CommandFault) -> Zone {
        let name = self["zone"]?.text ?? ""
        guard let zone = Zones.zone(named: name) else {
            throw CommandFault("this machine does not know the programme's zone \"\(name)\"")
        }
        return zone
    }
}
