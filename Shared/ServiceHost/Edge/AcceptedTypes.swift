/// What types of media a request takes, by its header `Accept` (RFC 9110, section 12.5.1).
struct AcceptedTypes {
    private var qualities: [Substring: Double] = [:]

    /// Reads the header; without one, every type is as good as any other.
    init(_ header: String?) {
        for range in (header ?? "*/*").lowercased().split(separator: ",") {
            let parts = range.split(separator: ";").map(Self.trimmed)
            guard let type = parts.first else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
                .map { Double($0.dropFirst(2)) ?? 0 }
            qualities[type] = min(max(0, quality ?? 1), 1)
        }
    }

    /// How good a type is, from 0 (not taken) to 1; the range that names it most closely counts.
    func quality(of type: String) -> Double {
        let group = type.prefix { $0 != "/" } + "/*"
        return qualities[Substring(type)] ?? qualities[group] ?? qualities["*/*"] ?? 0
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...end]
    }
}
