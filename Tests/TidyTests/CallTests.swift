import Testing

struct CallTests {
    @Test func `no shipped file forces, prints, hides a task or keeps a static variable`() {
        Repository.report(Repository.shipped.flatMap(CallRule.findings))
    }

    @Test(arguments: forced + tasks + statics + others)
    func `a banned call is found`(_ sample: Sample) {
        sample.check(CallRule.findings)
    }

    private static func sample(_ text: String, wrong: [Int] = []) -> Sample {
        Sample("Shared/Wire/A.swift", text, wrong: wrong)
    }

    static let forced = [
        sample("try! f()", wrong: [1]),
        sample("let a = b as! C", wrong: [1]),
        sample("a!.b\nc()!\nd[0]!\n$0!\n\"e\"!\nf?.g!\n{ h }()!", wrong: [1, 2, 3, 4, 5, 6, 7]),
        sample("var a: Int!\nvar b: Array<Int>!\ninit!(c: Int)", wrong: [1, 2, 3]),
        sample("f(a!)\n\"\\(b!)\"\nif c! == d {}", wrong: [1, 2, 3]),
        sample("a != b\na!=b\n!a\nf(!a)\n[!a]\na && !b\n#if !DEBUG\n#endif\nreturn !a"),
        sample("static prefix func ! (a: A) -> B {}\nlet text = \"a!\" // b!\n/* c! try! */"),
        sample("try f()\nlet a = b as? C"),
    ]

    static let tasks = [
        sample(
            "Task { a }\nTask.detached { b }\nlet t = Task<Void, Never> { c }",
            wrong: [1, 2, 3]
        ),
        sample(
            "Task(priority: .high) { a }\nTask.init { b }\nTask.immediate { c }",
            wrong: [1, 2, 3]
        ),
        sample("Task(operation: work)\nreturn Task { a }", wrong: [1, 2]),
        sample(
            "try await Task.sleep(for: a)\nTask.isCancelled\nlet t: Task<Void, Never>\nf(Task.self)"
        ),
        sample("struct Task {}\nextension Task {}\nfunc f() -> Task { a }\nlet b: Task { c }"),
        sample("let a = Task(name: b)\nfor c in d {}"),
        sample("if let a = b as? Task {}\nif a is Task {}\nextension A where B == Task {}"),
        Sample("Shared/ServiceHost/A.swift", "Task { a }\nTask.detached { b }", wrong: [2]),
    ]

    static let statics = [
        sample("static var a = 1\nprivate static var b: Int = 2", wrong: [1, 2]),
        sample("static private(set) var a: [Int: String]\nlet b = 1", wrong: [1]),
        sample("struct S {\nstatic var a: Int?\n}", wrong: [2]),
        sample("static var a: Int { 1 }\nstatic var b: () -> Int {\n{ 1 } }\nvar c = 1"),
        sample("static var a: Int {\ndidSet { f() } }\nstatic let b = 2", wrong: [1]),
        sample("protocol P {\nstatic var a: Int { get }\n}\nstatic let b: Int = {\nvar c = 1 }()"),
    ]

    static let others = [
        sample("fatalError(\"a\")", wrong: [1]),
        sample("print(a)\nx.print(a)\nfunc print(a: Int)\ndebugPrint(b)", wrong: [1, 4]),
        Sample("Services/Jifen/Service/A.swift", "print(a)"),
        Sample("Shared/ServiceHost/A.swift", "print(a)"),
        Sample("Services/Mall/Service/A.swift", "print(a)", wrong: [1]),
        sample("// TODO: a\n/* b\nFIXME c */\n/// XXX", wrong: [1, 3, 4]),
        sample("// TODOs, XXXX\nlet a = \"TODO\""),
        Sample("Tests/WireTests/A.swift", "try! f()\nprint(a!) // TODO"),
    ]
}
