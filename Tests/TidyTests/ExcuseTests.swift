import Testing

struct ExcuseTests {
    @Test func `what is unchecked or swallowed carries a comment that answers for it`() {
        Repository.report(Repository.shipped.flatMap(ExcuseRule.findings))
    }

    @Test func `the pure rules know no clock, no chance and no waiting`() {
        Repository.report(Repository.shipped.flatMap(PurityRule.findings))
    }

    @Test(arguments: excuses)
    func `a missing excuse is found`(_ sample: Sample) {
        sample.check(ExcuseRule.findings)
    }

    @Test(arguments: impurities)
    func `an impure rule is found`(_ sample: Sample) {
        sample.check(PurityRule.findings)
    }

    private static func sample(_ text: String, wrong: [Int] = []) -> Sample {
        Sample("Shared/Wire/A.swift", text, wrong: wrong)
    }

    static let excuses = [
        sample("final class A: @unchecked Sendable {}", wrong: [1]),
        sample("/// Safe.\nfinal class A: @unchecked Sendable {}", wrong: [2]),
        sample("// Sendable: a.\n\nfinal class A: @unchecked Sendable {}", wrong: [3]),
        sample("// Sendable: a.\nclass B {}\nclass A: @unchecked Sendable {}", wrong: [3]),
        sample("// Sendable: one thread only\n// writes.\nfinal class A: @unchecked Sendable {}"),
        sample(
            "/// An A.\n// Sendable: a.\n@A(b)\nfinal class A:\n  B, @unchecked Sendable {}"
        ),
        sample("@A\n// Sendable: a.\nfinal class A: @unchecked Sendable {}"),
        sample("/// An A.\n///\n/// Sendable: a.\nextension A: @unchecked Sendable {}"),
        sample("let a: any Sendable\nlet b = \"@unchecked Sendable\""),
        sample("try? f()", wrong: [1]),
        sample("// lost: a.\nlet b = 1\ntry? f()", wrong: [3]),
        sample("// Nothing is lost.\ntry? f()\ntry? g()  // nor here\ntry f()"),
        sample("/* a\n b */\nlet x = try? f()"),
        Sample("Tests/WireTests/A.swift", "try? f()"),
    ]

    private static func rule(_ text: String, wrong: [Int] = []) -> Sample {
        Sample("Services/Mall/Domain/A.swift", text, wrong: wrong)
    }

    static let impurities = [
        rule("Date()\nDate.now\nUUID()", wrong: [1, 2, 3]),
        rule("Int.random(in: a)\nBool.random()\nx.random(using: &g)", wrong: [1, 2, 3]),
        rule("var g = SystemRandomNumberGenerator()", wrong: [1]),
        rule("func f() async {\nawait g()\n}", wrong: [1, 2]),
        rule("let day = Day()\nchance.random(below: 6) // await\n\"Date()\""),
        Sample("Services/Mall/Service/A.swift", "await f(Date())"),
    ]
}
