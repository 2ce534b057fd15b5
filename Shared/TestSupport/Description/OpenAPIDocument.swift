import Calls
import Wire
import Yams

/// A service's description, as tests read it.
package struct OpenAPIDocument {
    /// One operation that is described.
    package struct Operation {
        /// The method of HTTP, in capitals.
        package let method: String
        /// The path, with parameters in braces.
        package let path: String
        /// What the document says of it.
        package let node: Node
        /// Those of the path and of the operation itself.
        package let parameters: [Node]

        /// The method and the path.
        package var name: String { "\(method) \(path)" }

        /// The roles that may call, as its description names them.
        package var roles: [String] {
            let text = node["description"]?.string ?? ""
            let named = text.firstMatch(of: /Roles: (.*?)\./)?.output.1 ?? ""
            return named.replacing(" (only itself)", with: "").split(separator: ", ")
                .map { String($0) }
        }

        /// The names of the parameters that stand somewhere: `query`, `path` or `header`.
        package func names(in place: String) -> Set<String> {
            Set(
                parameters.filter { $0["in"]?.string == place }.compactMap { $0["name"]?.string }
            )
        }
    }

    /// The whole document.
    package let root: Node

    /// Reads what a service serves.
    ///
    /// - Throws: `CallFailure`, or why the answer is no document.
    package init(of client: TestClient) async throws {
        let answer = try await client.send(.get, "/openapi.yaml")
        guard let root = try Yams.compose(yaml: answer.text) else { throw NoDocument() }
        self.root = root
    }

    /// Every operation that is described.
    package var operations: [Operation] {
        var operations: [Operation] = []
        for (path, item) in root["paths"]?.mapping ?? [:] {
            for (method, node) in item.mapping ?? [:] where method != "parameters" {
                let parameters =
                    Array(item["parameters"]?.sequence ?? [])
                    + Array(node["parameters"]?.sequence ?? [])
                operations.append(
                    Operation(
                        method: (method.string ?? "").uppercased(),
                        path: path.string ?? "",
                        node: node,
                        parameters: parameters.map(resolved)
                    )
                )
            }
        }
        return operations
    }

    /// The responses of an operation by their statuses: `201`, or `4XX`.
    package func responses(of operation: Operation) -> [(status: String, node: Node)] {
        (operation.node["responses"]?.mapping ?? [:]).map {
            ($0.key.string ?? "", resolved($0.value))
        }
    }

    /// What a node refers to, or the node itself.
    package func resolved(_ node: Node) -> Node {
        guard let reference = node["$ref"]?.string, let target = target(of: reference) else {
            return node
        }
        return resolved(target)
    }

    /// What stands at a reference such as `#/components/schemas/Credit`; nil where nothing does.
    package func target(of reference: String) -> Node? {
        reference.split(separator: "/").dropFirst().reduce(root as Node?) { $0?[String($1)] }
    }

    /// Visits every mapping of the document.
    package func visitMappings(_ visit: (Node) -> Void) {
        Self.visit(root, visit)
    }

    private static func visit(_ node: Node, _ visit: (Node) -> Void) {
        if let mapping = node.mapping {
            visit(node)
            for (_, value) in mapping { Self.visit(value, visit) }
        }
        for element in node.sequence ?? [] { Self.visit(element, visit) }
    }
}

/// What was served is empty.
private struct NoDocument: Error {}

extension OpenAPIDocument.Operation {
    /// The bodies that stand as examples of a request.
    package func examples(in document: OpenAPIDocument) -> [JSON] {
        let body = node["requestBody"].map(document.resolved)?["content"]?["application/json"]
        let named = (body?["examples"]?.mapping ?? [:]).compactMap { $0.value["value"] }
        return ([body?["example"]].compactMap { $0 } + named).map(\.json)
    }
}

extension Node {
    /// The value as JSON by the core schema of YAML; quoted scalars are strings.
    fileprivate var json: JSON {
        if let mapping {
            return .object(mapping.map { JSON.Member($0.key.string ?? "", $0.value.json) })
        }
        if let sequence { return .array(sequence.map(\.json)) }
        let text = string ?? ""
        guard scalar?.style == .plain else { return .string(text) }
        if let int { return .integer(Int64(int)) }
        switch text {
        case "true", "false": return .bool(text == "true")
        case "null": return .null
        default: return Double(text) == nil ? .string(text) : .number(text)
        }
    }

    /// The words that stand in backticks in the node's description.
    package var quotedWords: [String] {
        (self["description"]?.string ?? "").matches(of: /`([^`]+)`/).map { String($0.output.1) }
    }
}
