import Testing

struct LengthTests {
    @Test func `files, functions and lines are short`() {
        Repository.report(
            Repository.sources.flatMap(LengthRule.findings)
                + LengthRule.spread(of: Repository.shipped.map(\.lines.count))
        )
    }

    @Test(arguments: samples)
    func `what is too long is found`(_ sample: Sample) {
        sample.check(LengthRule.findings)
    }

    @Test func `the lengths of all files are judged together`() {
        #expect(LengthRule.spread(of: []).isEmpty)
        #expect(LengthRule.spread(of: [200, 80, 80, 10]).isEmpty)
        #expect(LengthRule.spread(of: [10, 82, 79, 300]).map(\.problem).count == 2)
        #expect(LengthRule.spread(of: Array(repeating: 1, count: 9) + [201]).isEmpty)
        #expect(LengthRule.spread(of: Array(repeating: 1, count: 8) + [201]).count == 1)
        #expect(LengthRule.spread(of: [80, 81]).count == 1)
    }

    private static func lines(_ count: Int) -> String {
        String(repeating: "x()\n", count: count)
    }

    private static let wide = String(repeating: "é", count: 101)

    static let samples = [
        Sample("Services/Mall/Main/Mall.swift", lines(20)),
        Sample("Services/Mall/Main/Mall.swift", lines(21), wrong: [21]),
        Sample("Shared/Wire/A.swift", lines(400)),
        Sample("Shared/Wire/A.swift", lines(401), wrong: [401]),
        Sample("Tests/WireTests/A.swift", lines(401)),
        Sample("Tests/WireTests/A.swift", "x\n\(wide)", wrong: [2]),
        Sample("Tests/WireTests/A.swift", String(repeating: "é", count: 100)),
        Sample(
            "Shared/Wire/A.swift",
            "let a = \"\"\"\n  \(wide)\n  \"\"\"\n// \(wide)",
            wrong: [4]
        ),
        Sample("Shared/Wire/A.swift", "func f(\n) {\n\(lines(37))}"),
        Sample("Shared/Wire/A.swift", "func f(\n) {\n\(lines(38))}", wrong: [1]),
        Sample("Shared/Wire/A.swift", "\ninit?(a: Int = { 1 }()) {\n\(lines(39))}", wrong: [2]),
        Sample(
            "Shared/Wire/A.swift",
            "func f() {\n\(lines(30))let a = \"}\" // }\n\(lines(30))}",
            wrong: [1]
        ),
        Sample(
            "Shared/Wire/A.swift",
            "protocol P {\ninit(a: Int)\nfunc f()\n}\nstruct S {\n\(lines(50))}"
        ),
        Sample(
            "Shared/Wire/A.swift",
            "struct S {\ninit() {\nself.init(a)\n}\n}\nlet x = {\n\(lines(50))}"
        ),
        Sample("Tests/WireTests/A.swift", "func f() {\n\(lines(60))}"),
    ]
}
