/// Which module may be imported where.
struct ImportRule {
    /// The names of the services' folders.
    let services: Set<String>
    /// The names of the shared modules.
    let shared: Set<String>

    private static let system: Set<String> = [
        "Swift", "Synchronization", "Glibc", "Foundation", "FoundationEssentials",
    ]
    private static let confined: [(modules: Set<String>, folders: [String])] = [
        (["AsyncHTTPClient", "FoundationNetworking"], []),
        (["CCurl"], ["Shared/CCurl", "Shared/Calls"]),
        (["GRDB", "GRDBSQLite", "CPostgres", "SQLite3"], ["Shared/Storage"]),
    ]

    func findings(in file: SourceFile) -> [Finding] {
        file.imports.compactMap { line, module in
            guard let fault = confinement(of: module, in: file) ?? layering(of: module, in: file)
            else { return nil }
            return file.finding(line, "import \(module): \(fault)")
        }
    }

    private func confinement(of module: String, in file: SourceFile) -> String? {
        guard let rule = Self.confined.first(where: { $0.modules.contains(module) }),
            !rule.folders.contains(where: file.isBelow)
        else { return nil }
        return rule.folders.isEmpty
            ? "is never imported" : "only in \(rule.folders.joined(separator: ", "))"
    }

    private func layering(of module: String, in file: SourceFile) -> String? {
        guard file.isShipped else { return nil }
        let own = file.isBelow("Services") ? String(file.parts[1]) : ""
        if file.isDomain {
            return ["Primitives", "Chance"].contains(module)
                ? nil : "Domain imports Primitives and Chance only"
        }
        if file.isMain {
            return module == own + "Service" || shared.union(Self.system).contains(module)
                ? nil : "Main imports \(own)Service, shared modules and Foundation only"
        }
        let isForeign = services.contains { service in
            service != own && [service + "Service", service + "Domain"].contains(module)
        }
        return isForeign ? "of another service, only its Client may be seen" : nil
    }
}

extension SourceFile {
    /// The modules that the file imports, with their lines.
    var imports: [(line: Int, module: String)] {
        tokens.indices.compactMap { index in
            guard tokens[index].text == "import", tokens.text(index - 1) != "." else { return nil }
            let kinds: Set<String> = [
                "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
            ]
            let name = kinds.contains(tokens.text(index + 1)) ? index + 2 : index + 1
            return (tokens[index].line, tokens.text(name))
        }
    }
}
