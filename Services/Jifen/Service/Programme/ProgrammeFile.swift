import Foundation
import Wire
import Yams

/// The whole programme as operators write it, in one YAML file.
package struct ProgrammeFile: Sendable {
    private let json: JSON

    /// Reads a file.
    ///
    /// - Throws: `CommandFault` where it cannot be read, is no YAML, or has a part that no
    ///   service knows.
    package init(path: String) throws(CommandFault) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandFault("\(path) cannot be read", isInput: true)
        }
        do {
            try self.init(yaml: text)
        } catch let fault {
            throw CommandFault("\(path): \(fault)", isInput: true)
        }
    }

    /// Reads the text of a file.
    ///
    /// - Throws: As for a file.
    package init(yaml: String) throws(CommandFault) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw CommandFault("\(error)", isInput: true)
        }
        guard let node, case .object(let members) = try JSON(node) else {
            throw CommandFault("must be a mapping of the programme's parts", isInput: true)
        }
        let known = SuiteMember.all.flatMap(\.section)
        for member in members where !known.contains(member.name) {
            throw CommandFault("\(member.name): is not known here", isInput: true)
        }
        json = .object(members)
    }

    /// The section of a service; the paths in it are those in the file.
    package func section(of member: SuiteMember) -> JSON {
        guard case .object(let members) = json else { return .object([]) }
        return .object(members.filter { member.section.contains($0.name) })
    }
}

extension JSON {
    /// The value of a YAML node, by the core schema of YAML 1.2.
    ///
    /// - Throws: `CommandFault` at an alias, which would hide where a fault stands.
    fileprivate init(_ node: Node) throws(CommandFault) {
        switch node {
        case .mapping(let mapping):
            var members: [Member] = []
            for (name, value) in mapping {
                members.append(Member(name.string ?? "", try JSON(value)))
            }
            self = .object(members)
        case .sequence(let sequence):
            var elements: [JSON] = []
            for element in sequence { elements.append(try JSON(element)) }
            self = .array(elements)
        case .alias: throw CommandFault("aliases (*name) are not taken", isInput: true)
        case .scalar(let scalar): self.init(scalar)
        }
    }

    private init(_ scalar: Node.Scalar) {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else {
            self = .string(text)
            return
        }
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        default:
            // Lost is only that the text is no number: then it is text.
            switch try? JSONParser.parse(Array(text.utf8)) {
            case .integer(let value): self = .integer(value)
            case .number(let number): self = .number(number)
            default: self = .string(text)
            }
        }
    }
}
