import Wire
import Yams

/// Compares JSON with a schema of the description, as far as the description uses schemas.
///
/// Stricter than a schema in one way: a member that no schema names is a fault, so that no reply
/// has members that are not described.
package struct SchemaCheck {
    private let document: OpenAPIDocument

    /// Compares with the schemas of a description.
    package init(document: OpenAPIDocument) {
        self.document = document
    }

    /// What does not fit; empty where all does.
    package func faults(of json: JSON, by schema: Node, at path: String = "") -> [String] {
        let schema = document.resolved(schema)
        var faults = scalarFaults(of: json, by: schema, at: path)
        switch json {
        case .object(let members):
            let known = schema["properties"]
            let required = schema["required"]?.sequence?.compactMap(\.string) ?? []
            for name in required where json[name] == nil { faults.append("\(path).\(name) lacks") }
            for member in members {
                let place = "\(path).\(member.name)"
                // By its text, for YAML takes a bare `on` for a truth value.
                let named = known?.mapping?.first { $0.key.string == member.name }?.value
                if let property = named ?? schema["additionalProperties"] {
                    if property.bool == false { faults.append("\(place) is closed") }
                    faults += self.faults(of: member.value, by: property, at: place)
                } else if known != nil {
                    faults.append("\(place) is not described")
                }
            }
        case .array(let elements):
            if let most = schema["maxItems"]?.int, elements.count > most {
                faults.append("\(path) has too many items")
            }
            for (index, element) in elements.enumerated() {
                guard let items = schema["items"] else { continue }
                faults += self.faults(of: element, by: items, at: "\(path)[\(index)]")
            }
        default: break
        }
        return faults
    }

    private func scalarFaults(of json: JSON, by schema: Node, at path: String) -> [String] {
        var faults: [String] = []
        let types = schema["type"].map {
            $0.string.map { [$0] } ?? $0.sequence?.compactMap(\.string)
        }
        if let types = types ?? nil, !types.contains(json.schemaType) {
            faults.append("\(path) is \(json.schemaType), not \(types)")
        }
        let allowed =
            schema["enum"].map { Array($0.sequence ?? []) } ?? schema["const"].map { [$0] }
        if let allowed, !allowed.contains(where: { $0.string == json.scalarText }) {
            faults.append("\(path) is none of the values")
        }
        if let value = json.integer {
            if let least = schema["minimum"]?.int, value < least {
                faults.append("\(path) < least")
            }
            if let most = schema["maximum"]?.int, value > most { faults.append("\(path) > most") }
        }
        if let text = json.text, let pattern = schema["pattern"]?.string {
            // Lost is why a pattern is none; it then matches nothing, which is a fault as well.
            let matches = try? Regex(pattern).firstMatch(in: text) != nil
            if matches != true { faults.append("\(path) does not match \(pattern)") }
        }
        return faults
    }
}

extension SchemaCheck {
    /// What in an answer is not as it is described; empty where all is.
    package func faults(
        of answer: TestClient.Answer,
        to operation: OpenAPIDocument.Operation
    ) -> [String] {
        let status = "\(answer.status)"
        let responses = document.responses(of: operation)
        let described =
            responses.first { $0.status == status }
            ?? responses.first { $0.status == "\(status.prefix(1))XX" }
        guard let response = described?.node else { return ["\(status) is not described"] }
        var faults: [String] = []
        for (name, header) in response["headers"]?.mapping ?? [:] {
            guard let name = name.string, name == "X-Request-Id" else { continue }
            faults += self.faults(
                of: .string(answer.header(name) ?? ""),
                by: document.resolved(header)["schema"] ?? "",
                at: name
            )
        }
        let type = (answer.header("Content-Type") ?? "").prefix { $0 != ";" }
        guard let content = response["content"]?[String(type)] else {
            return faults + ["\(status) is not described as \(type)"]
        }
        guard type.hasSuffix("json"), let schema = content["schema"] else { return faults }
        return faults + self.faults(of: answer.json, by: schema)
    }
}

extension JSON {
    fileprivate var schemaType: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    fileprivate var scalarText: String? {
        switch self {
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .string(let text): text
        default: nil
        }
    }
}
