import JifenService
import Testing
import Wire

@Suite("The programme's file")
struct ProgrammeFileTests {
    private let gateway = SuiteMember.gateway

    @Test("a section has the service's parts, its numbers and texts as they were written")
    func section() throws {
        let file = try ProgrammeFile(
            yaml: """
                zone: Asia/Shanghai   # a remark
                assets:
                  - id: points
                    name: "1"
                  - {id: tickets, name: 抽奖券, rate: 0.10, count: 9007199254740993, on: true, off: ~}
                """
        )
        #expect(
            file.section(of: gateway) == [
                "zone": "Asia/Shanghai",
                "assets": [
                    ["id": "points", "name": "1"],
                    [
                        "id": "tickets", "name": "抽奖券", "rate": .number("0.10"),
                        "count": 9_007_199_254_740_993, "on": true, "off": .null,
                    ],
                ],
            ]
        )
    }

    @Test("what belongs to several services is in the section of each, the rest in one")
    func shared() throws {
        let file = try ProgrammeFile(yaml: "earning: 1\ncheckin: 2\nassets: []\nzone: UTC")
        #expect(
            file.section(of: .checkin) == ["checkin": 2, "assets": [], "zone": "UTC"]
        )
        #expect(file.section(of: .gateway) == ["earning": 1, "assets": [], "zone": "UTC"])
    }

    @Test(
        "a file that is no programme is refused as faulty input",
        arguments: [
            ("", "mapping"), ("- a", "mapping"), ("zone: [", ""), ("zone: a\nzone: b", ""),
            ("zone: a\nassetz: 1", "assetz: is not known here"),
        ]
    )
    func faulty(yaml: String, reason: String) throws {
        let fault = try #require(throws: CommandFault.self) { try ProgrammeFile(yaml: yaml) }
        #expect(fault.isInput)
        #expect(reason.isEmpty || fault.description.contains(reason))
    }

    @Test("a file that is not there is named")
    func missing() throws {
        let fault = try #require(throws: CommandFault.self) {
            try ProgrammeFile(path: "/nowhere/programme.yaml")
        }
        #expect(fault.description.contains("/nowhere/programme.yaml"))
    }
}
