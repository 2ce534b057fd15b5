import Problems
import ServiceHost
import Yams

/// Something that holds of every service and its description.
package enum DescriptionPromise: String, CaseIterable, Sendable {
    /// Every route is described, and everything that is described is a route.
    case routes
    /// The query and path parameters that are described are those that are taken.
    case parameters
    /// The roles that are described are those that may call.
    case roles
    /// Every refusal that is described names slugs that exist and go with its status.
    case refusals
    /// Every refusal that the service can give is described somewhere.
    case allRefusals
    /// Every reference leads somewhere, and everything that is named is used.
    case references
    /// Every body that is sent refuses members that are not described.
    case closedBodies
    /// The document's version is the service's.
    case version

    /// Where it is broken; empty where it holds.
    ///
    /// - Parameters:
    ///   - service: The running service.
    ///   - blueprint: What it was made by.
    ///   - slugs: The refusals that it can give.
    /// - Returns: What is wrong, each with its place.
    /// - Throws: `CallFailure`, or why what it serves is no document.
    package func faults(
        of service: RunningService,
        _ blueprint: Blueprint,
        giving slugs: some Sequence<Slug>
    ) async throws -> [String] {
        let document = try await OpenAPIDocument(of: service.client)
        switch self {
        case .routes: return document.routeFaults(service.endpoints)
        case .parameters: return document.parameterFaults(service.endpoints)
        case .roles: return document.roleFaults(service.endpoints)
        case .refusals: return document.refusalFaults()
        case .allRefusals:
            return Set(slugs.map(\.rawValue)).subtracting(document.namedSlugs).sorted()
        case .references: return document.referenceFaults()
        case .closedBodies: return document.openBodyFaults()
        case .version:
            let version = document.root["info"]?["version"]?.string
            let isRight =
                document.root["openapi"]?.string == "3.1.0" && version == blueprint.version
            return isRight ? [] : ["is version \(version ?? "none")"]
        }
    }
}
