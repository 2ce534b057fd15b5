import Testing

struct HonestTestTests {
    @Test func `every test is real, switched on and moves the clock by hand`() {
        Repository.report(Repository.sources.flatMap(HonestTestRule.findings))
    }

    @Test(arguments: samples)
    func `a test that tests nothing is found`(_ sample: Sample) {
        sample.check(HonestTestRule.findings)
    }

    private static func sample(_ text: String, wrong: [Int] = []) -> Sample {
        Sample("Tests/WireTests/A.swift", text, wrong: wrong)
    }

    static let samples = [
        sample("#expect(true)\n#expect(true, \"a\")\n#expect(Bool(true))", wrong: [1, 2, 3]),
        sample("try #require(true)", wrong: [1]),
        sample("#expect(true == a)\n#expect(a == true)\n#expect(Bool(a))\n#expect(trueness)"),
        sample("@Test(.disabled(\"a\")) func b() {}\nx.disabled = true", wrong: [1]),
        sample("withKnownIssue { a }", wrong: [1]),
        sample("try await Task.sleep(for: a)\nusleep(1)\nGlibc.sleep(1)", wrong: [1, 2, 3]),
        sample("func sleep(until a: B) {}\nClient(sleep: { _ in })\n\"sleep(1)\" // sleep(1)"),
        Sample(
            "Tests/SuiteTests/A.swift",
            "try await Task.sleep(for: a)\n#expect(true)",
            wrong: [2]
        ),
        Sample("Tests/Bench/A.swift", "sleep(1)"),
        Sample("Tests/CallsTests/A.swift", "usleep(1)"),
        Sample("Shared/Calls/A.swift", "Task.sleep(for: a)"),
    ]
}
