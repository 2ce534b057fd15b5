import Access
import Calls
import Wire

/// Sends requests one after the other, and says where an answer is not as it is described.
package struct DescribedCalls {
    /// The operations that were called.
    private var called: Set<String> = []
    /// The ids that were kept, by name.
    private var ids: [String: String]
    private let document: OpenAPIDocument
    private let client: TestClient
    private let tokens: [Role: String]

    /// Begins with no call made.
    ///
    /// - Parameters:
    ///   - document: The service's description.
    ///   - client: Calls the service.
    ///   - tokens: The token of each role.
    ///   - ids: Ids that requests may name, by name.
    package init(
        _ document: OpenAPIDocument,
        _ client: TestClient,
        tokens: [Role: String],
        ids: [String: String] = [:]
    ) {
        self.document = document
        self.client = client
        self.tokens = tokens
        self.ids = ids
    }

    /// Sends requests in their order.
    ///
    /// - Returns: What is not as it should be, each with its request; empty where all is.
    /// - Throws: `CallFailure`.
    package mutating func faults(of requests: [DescribedRequest]) async throws -> [String] {
        var faults: [String] = []
        for request in requests {
            let place = "\(request.line) \(request.key ?? "")"
            guard let method = Call.Method(rawValue: request.method),
                let operation = document.operations.first(where: { $0.takes(request) })
            else {
                faults.append("\(place) is not described")
                continue
            }
            let answer = try await client.send(
                method,
                request.address(with: ids),
                request.body,
                token: tokens[request.role],
                key: request.key
            )
            called.insert(operation.name)
            if let name = request.naming { ids[name] = answer.firstID }
            if answer.status != request.status {
                faults.append("\(place) is \(answer.status), not \(request.status): \(answer.text)")
            }
            faults += SchemaCheck(document: document).faults(of: answer, to: operation)
                .map { "\(place): \($0) in \(answer.text)" }
        }
        return faults
    }

    /// The operations that no request was sent to.
    package var missing: Set<String> { Set(document.operations.map(\.name)).subtracting(called) }
}

extension OpenAPIDocument.Operation {
    /// Whether a request is one of the operation's.
    fileprivate func takes(_ request: DescribedRequest) -> Bool {
        let (own, sent) = (path.split(separator: "/"), request.path.split(separator: "/"))
        return method == request.method && own.count == sent.count
            && zip(own, sent).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

extension TestClient.Answer {
    /// The id of what was made or found first.
    fileprivate var firstID: String? {
        (json["transfer"]?["id"] ?? json["items"]?[0]?["id"] ?? json["id"])?.text
    }
}
