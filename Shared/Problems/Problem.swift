import Wire

/// A refusal as it goes over the wire: problem details by RFC 9457.
package struct Problem: Error, Hashable, Sendable {
    /// Which refusal it is.
    package let slug: Slug
    /// What happened, for people; nil where the title says it all.
    package let detail: String?
    /// What happened, for machines.
    package let members: [JSON.Member]
    /// Whether the same key can never succeed.
    package var isFinal: Bool
    /// After how many seconds a retry makes sense, as the header `Retry-After`.
    package let retryAfterSeconds: Int?

    /// Describes a refusal.
    package init(
        _ slug: Slug,
        _ detail: String? = nil,
        members: [JSON.Member] = [],
        isFinal: Bool = false,
        retryAfterSeconds: Int? = nil
    ) {
        self.slug = slug
        self.detail = detail
        self.members = members
        self.isFinal = isFinal
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// Refuses a request for one fault in it.
    package init(_ fault: JSONFault) {
        self.init(faults: [fault], as: .invalidRequest)
    }

    /// Refuses a request or a programme for the faults in it.
    package init(faults: [JSONFault], as slug: Slug) {
        self.init(
            slug,
            faults.first.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" },
            members: [
                JSON.Member(
                    "faults",
                    .array(
                        faults.map { ["path": .string($0.path), "message": .string($0.message)] }
                    )
                )
            ]
        )
    }

    /// Writes it as one JSON object.
    ///
    /// - Parameters:
    ///   - writer: Where to.
    ///   - instance: The id of the request that was decided.
    package func write(to writer: inout JSONWriter, instance: String) {
        writer.object { writer in
            writer.member("type", "/problems/\(slug.rawValue)")
            writer.member("title", slug.title)
            writer.member("status", Int64(slug.status))
            writer.member("detail", ifPresent: detail)
            writer.member("instance", instance)
            writer.members(members)
            if isFinal { writer.member("final", true) }
        }
    }

    /// The bytes of its JSON object.
    package func bytes(instance: String) -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer, instance: instance)
        return writer.bytes
    }
}
