import Testing

struct DocumentationTests {
    @Test func `every declaration that crosses targets says what it is`() {
        Repository.report(Repository.shipped.flatMap(DocumentationRule.findings))
    }

    @Test(arguments: missing + documented + conventional)
    func `a declaration without a sentence is found`(_ sample: Sample) {
        sample.check(DocumentationRule.findings)
    }

    private static func sample(_ text: String, wrong: [Int] = []) -> Sample {
        Sample("Shared/Wire/A.swift", text, wrong: wrong)
    }

    static let missing = [
        sample("package struct A {}", wrong: [1]),
        sample("/// An A.\n\npackage struct A {}", wrong: [3]),
        sample("// An A.\npackage struct A {}", wrong: [2]),
        sample("/// An A\npackage struct A {}", wrong: [2]),
        sample("/// An A:\n///\n/// Made.\npackage struct A {}", wrong: [4]),
        sample("/// - Returns: An A.\npackage func a() -> A", wrong: [2]),
        sample("///\n/// An A.\npublic enum A {}", wrong: [3]),
        sample(
            "/// A.\nstruct A {\n@B(c)\npackage let a: Int\npackage init() {}\n}",
            wrong: [4, 5]
        ),
        sample("final package class A {}\nstatic package func b()", wrong: [1, 2]),
        sample("package private(set) var a = 1\npackage typealias B = C", wrong: [1, 2]),
        sample(
            "package protocol A {}\npackage actor B {}\npackage subscript(c: C)",
            wrong: [1, 2, 3]
        ),
        sample("package nonisolated(unsafe) static let a = 1\nopen class func b()", wrong: [1, 2]),
    ]

    static let documented = [
        sample("/// An A.\npackage struct A {}\n/// Is it\n/// a B?\npublic enum B {}"),
        sample("/// An A (of `b.c`).\n@C(d: \"e\")\n@F package static func a()"),
        sample("/// An A.\n///\n/// - Returns: b\npackage func a() -> B"),
        sample("/// An A.\n// Sendable: b.\npackage final class A {}"),
        sample("struct A {\nlet a: Int\n}\npackage import B\npublic import struct C.D"),
        sample("package extension A {}\n.package(url: a)\nlet package = Package(b)\nf(package)"),
        sample("private package(set) var a = 1\n\"package let b\" // package let c"),
        Sample("Tests/WireTests/A.swift", "package struct A {}"),
    ]

    static let conventional = [
        sample("package var description: String { a }\npackage var debugDescription: String"),
        sample("package func hash(into hasher: inout Hasher) {}\npackage func encode(to a: B) {}"),
        sample("package static func == (a: A, b: A) -> Bool\npackage static func < (a: A, b: A)"),
        sample("package init(from decoder: any Decoder) throws {}\npackage init?(rawValue: Int)"),
        sample("package init(from row: Row)\npackage func hash() -> Int", wrong: [1, 2]),
    ]
}
