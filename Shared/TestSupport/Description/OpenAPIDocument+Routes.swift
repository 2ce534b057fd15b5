import Access
import Problems
import ServiceHost
import Yams

/// What a description and a service say of each other; a list is empty where they agree.
extension OpenAPIDocument {
    /// Routes that are not described, or described twice, and descriptions of no route.
    package func routeFaults(_ endpoints: [Endpoint]) -> [String] {
        let routes = endpoints.map { "\($0.method.rawValue) \($0.path)" }
        let names = operations.map(\.name)
        var faults = Set(routes).subtracting(names).map { "\($0) is not described" }
        faults += Set(names).subtracting(routes).map { "\($0) is no route" }
        if names.count != routes.count {
            faults.append("\(routes.count) routes, \(names.count) described")
        }
        return faults
    }

    /// Operations whose query or path parameters are not those that are taken.
    package func parameterFaults(_ endpoints: [Endpoint]) -> [String] {
        faults(endpoints) { operation, endpoint in
            let inPath = endpoint.path.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) }
            let isRight =
                operation.names(in: "query") == Set(endpoint.query)
                && operation.names(in: "path") == Set(inPath)
            return isRight ? nil : "has other parameters"
        }
    }

    /// Operations whose `Roles: …` are not those that may call.
    package func roleFaults(_ endpoints: [Endpoint]) -> [String] {
        faults(endpoints) { operation, endpoint in
            let roles = Set(operation.roles)
            let isOpen = operation.node["security"]?.sequence?.isEmpty == true
            let isRight =
                switch endpoint.audience {
                case .anyone: isOpen && roles.isEmpty
                case .roles(let allowed): !isOpen && roles == Set(allowed.map(\.rawValue))
                }
            return isRight ? nil : "has other roles"
        }
    }

    /// Refusals that name no slug, one that is none or one of another status, or no problem.
    package func refusalFaults() -> [String] {
        var faults: [String] = []
        for operation in operations {
            for (status, response) in responses(of: operation)
            where status.hasPrefix("4") || status.hasPrefix("5") {
                let place = "\(operation.name) \(status)"
                if response.quotedWords.isEmpty { faults.append("\(place) names no slug") }
                for word in response.quotedWords {
                    let own = Slug(rawValue: word).map { "\($0.status)" } ?? ""
                    let isRight =
                        status.hasSuffix("XX") ? own.first == status.first : own == status
                    if !isRight { faults.append("\(place) names \(word)") }
                }
                let content = response["content"]?.mapping
                let types = content.map { Array($0.keys).compactMap(\.string) }
                if types != ["application/problem+json"] { faults.append("\(place) is no problem") }
            }
        }
        return faults
    }

    /// References that lead nowhere, and components that nothing refers to.
    package func referenceFaults() -> [String] {
        var used: Set<String> = []
        visitMappings { node in
            if let reference = node["$ref"]?.string { used.insert(reference) }
        }
        var faults = used.filter { target(of: $0) == nil }.map { "\($0) leads nowhere" }
        for kind in ["parameters", "headers", "requestBodies", "responses", "schemas"] {
            for (name, _) in root["components"]?[kind]?.mapping ?? [:] {
                let reference = "#/components/\(kind)/\(name.string ?? "")"
                if !used.contains(reference) { faults.append("\(reference) is not used") }
            }
        }
        return faults
    }

    /// Writes without a body, and bodies that would take members that are not described.
    package func openBodyFaults() -> [String] {
        operations.flatMap { operation -> [String] in
            guard let body = operation.node["requestBody"].map(resolved) else {
                return operation.method == "GET" ? [] : ["\(operation.name) has no body"]
            }
            guard let schema = body["content"]?["application/json"]?["schema"].map(resolved) else {
                return ["\(operation.name) has a body without a schema"]
            }
            let choices = schema["properties"] == nil ? schema["oneOf"]?.sequence : nil
            let bodies = choices.map { $0.map(resolved) } ?? [schema]
            let isClosed = bodies.allSatisfy { $0["additionalProperties"]?.bool == false }
            return isClosed ? [] : ["\(operation.name) takes any members"]
        }
    }

    /// The slugs that some refusal or the introduction names.
    package var namedSlugs: Set<String> {
        operations.reduce(into: Set(root["info"]?.quotedWords ?? [])) { named, operation in
            for (_, response) in responses(of: operation) {
                named.formUnion(response.quotedWords)
            }
        }
    }

    private func faults(
        _ endpoints: [Endpoint],
        _ fault: (Operation, Endpoint) -> String?
    ) -> [String] {
        operations.compactMap { operation in
            let endpoint = endpoints.first {
                $0.method.rawValue == operation.method && $0.path == operation.path
            }
            guard let endpoint else { return "\(operation.name) is no route" }
            return fault(operation, endpoint).map { "\(operation.name) \($0)" }
        }
    }
}
