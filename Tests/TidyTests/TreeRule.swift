/// What lies where in the repository.
enum TreeRule {
    private static let top: Set<String> = [
        "Package.swift", "README.md", "Services", "Shared", "Tests", "compose",
    ]

    /// What is wrong with the names at the top, where the names in `.gitignore` may lie too.
    static func top(_ names: [String], ignored: [String]) -> [Finding] {
        let own = Set(names.filter { !$0.hasPrefix(".") && !ignored.contains($0) })
        return own.subtracting(top).sorted().map {
            Finding(path: $0, line: 0, problem: "does not belong at the top")
        } + top.subtracting(own).sorted().map { Finding(path: $0, line: 0, problem: "is missing") }
    }

    /// The files that a service lacks, by the names in its folder.
    static func service(_ folder: String, _ names: [String]) -> [Finding] {
        let needed = names.contains("Domain") ? ["README.md", "openapi.yaml"] : ["README.md"]
        return needed.filter { !names.contains($0) }.map {
            Finding(path: "\(folder)/\($0)", line: 0, problem: "is missing")
        }
    }

    /// The lines that name a path of the machine that the suite was written on.
    static func privatePaths(_ path: String, _ text: String) -> [Finding] {
        guard !path.hasPrefix("Tests/TidyTests/"), text.contains("/work/") else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.filter { lines[$0].contains("/work/") }.map {
            Finding(path: path, line: $0 + 1, problem: "names a private path, /work/")
        }
    }
}
