import Testing

struct TreeTests {
    @Test func `the top level holds what belongs there and nothing else`() {
        let ignored = (Repository.text(".gitignore") ?? "").split(separator: "\n").map(String.init)
        Repository.report(TreeRule.top(Repository.names(in: "."), ignored: ignored))
    }

    @Test func `the rules see the tree`() {
        #expect(!Repository.shipped.isEmpty)
        #expect(Repository.sources.contains { $0.path == "Tests/TidyTests/TreeTests.swift" })
    }

    @Test func `every service has its documents`() {
        let folders = Repository.names(in: "Services").map { "Services/\($0)" }
            .filter(Repository.isFolder)
        Repository.report(folders.flatMap { TreeRule.service($0, Repository.names(in: $0)) })
    }

    @Test func `no file names a private path`() {
        let top = Repository.names(in: ".").filter { !Repository.isFolder($0) }
        let folders = ["Services", "Shared", "Tests", "compose"]
        let paths = top + folders.flatMap(Repository.files(below:))
        Repository.report(
            paths.flatMap { path in
                Repository.text(path).map { TreeRule.privatePaths(path, $0) } ?? []
            }
        )
    }

    @Test func `a stray or a missing name is found`() {
        let names = ["Package.swift", "README.md", "Services", "Shared", "Tests", "compose"]
        let dots = [".git", ".build", ".gitignore"]
        #expect(TreeRule.top(names + dots, ignored: []).isEmpty)
        #expect(TreeRule.top(names + ["Package.resolved"], ignored: ["Package.resolved"]).isEmpty)
        #expect(TreeRule.top(names + ["notes.txt"], ignored: []).map(\.path) == ["notes.txt"])
        #expect(TreeRule.top(names.dropLast(), ignored: []).map(\.path) == ["compose"])
    }

    @Test func `a service without its documents is found`() {
        let folder = "Services/Mall"
        #expect(TreeRule.service(folder, ["Domain", "README.md", "openapi.yaml"]).isEmpty)
        #expect(TreeRule.service(folder, ["Service", "README.md"]).isEmpty)
        #expect(TreeRule.service(folder, ["Service"]).map(\.path) == ["Services/Mall/README.md"])
        #expect(TreeRule.service(folder, ["Domain"]).count == 2)
    }

    @Test func `a private path is found`() {
        let text = "a\ncd /work/main\nb: /workers/"
        #expect(TreeRule.privatePaths("compose/up", text).map(\.line) == [2])
        #expect(TreeRule.privatePaths("Tests/TidyTests/A.swift", text).isEmpty)
    }
}
