import JifenService
import Primitives
import TestSupport
import Testing
import Wire

@Suite("The doctor")
struct DoctorTests {
    private static let now = Instant("2026-01-01T00:00:00Z") ?? Instant(milliseconds: 0)

    private static let sound: [String: JSON] = [
        "/health/ready": ["status": "ready"],
        "/v1/store/check": ["sound": true, "faults": []],
        "/v1/chain": ["number": 7, "hash": "abc"],
        "/v1/chain/audit": ["checked": 4, "next": "4"],
        "/v1/chain/audit?after=4": ["checked": 3],
        "/v1/reconciliation": ["checked": 200, "differences": [], "next": "m 200/é"],
        "/v1/reconciliation?after=m%20200%2F%C3%A9": ["checked": 50, "differences": []],
    ]

    @Test("of a sound suite every check is well, its pages read to the end")
    func isSound() async throws {
        let findings = try await findings(Self.sound)
        #expect(
            findings.map(\.line.removingAddress) == [
                "ok    gateway: reachable: ready at …",
                "ok    gateway: store: sound",
                "ok    gateway: chain: 7 entries whole; number 7 has the hash abc",
                "ok    gateway: ledger: 250 accounts agree with the journal",
            ]
        )
    }

    @Test(
        "a fault of one check is named, and the others are made all the same",
        arguments: [
            (
                "/v1/store/check", ["sound": false, "faults": ["page 7 is torn", "page 9"]],
                Finding.Check.store, "2 faults: page 7 is torn; page 9"
            ),
            (
                "/v1/chain/audit?after=4",
                ["checked": 1, "fault": ["number": 5, "reason": "the hash differs"]],
                .chain, "entry 5: the hash differs"
            ),
            ("/v1/chain/audit?after=4", ["checked": 2], .chain, "6 of 7 entries are there"),
            (
                "/v1/chain/audit?after=4", ["checked": 1, "next": "4"], .chain,
                "/v1/chain/audit does not come to an end"
            ),
            (
                "/v1/reconciliation",
                ["checked": 3, "differences": [["member": "m-1", "stored": 5, "journal": 4]]],
                .ledger, #"1 differences: {"member":"m-1","stored":5,"journal":4}"#
            ),
        ] as [(String, JSON, Finding.Check, String)]
    )
    func fault(path: String, answer: JSON, check: Finding.Check, detail: String) async throws {
        let findings = try await findings(Self.sound.merging([path: answer]) { $1 })
        #expect(findings.count == 4)
        for finding in findings {
            #expect(finding.isWell == (finding.check != check), "\(finding.line)")
            if finding.check == check { #expect(finding.detail == detail) }
        }
    }

    @Test("a check that a service refuses is no check that is well", arguments: sound.keys.sorted())
    func refused(path: String) async throws {
        var answers = Self.sound
        answers[path] = nil
        let faults = try await findings(answers).filter { !$0.isWell }
        #expect(faults.count == 1)
        #expect(faults[0].detail == "gateway answers 404: No.")
    }

    @Test("an entry that has not come yet is a fault, unless the test clock stands there")
    func future() async throws {
        var answers = Self.sound
        for (at, isWell) in [("2026-01-01T00:00:59Z", true), ("2026-01-02T00:00:00Z", false)] {
            answers["/v1/chain"] = ["number": 7, "hash": "abc", "at": .string(at)]
            let chain = try await findings(answers).first { $0.check == .chain }
            #expect(chain?.isWell == isWell)
            #expect(isWell || chain?.detail.contains("the clock is wrong") == true)
        }
        answers["/v1/clock"] = ["now": "2026-01-02T00:00:00Z"]
        #expect(try await findings(answers).allSatisfy(\.isWell))
    }

    @Test("of a service that is not ready nothing else is asked")
    func notReady() async throws {
        var answers = Self.sound
        answers["/health/ready"] = nil
        #expect(try await findings(answers).map(\.check) == [.reachable])
    }

    @Test("what takes too long is cut and says so, a fault among what was read is found")
    func cut() async throws {
        let cut = try await findings(Self.sound, longest: .zero)
        #expect(cut.map(\.isWell) == [true, true, true, true])
        #expect(cut[2].detail == "the first 4 of 7 entries whole; --deep checks all")
        #expect(
            cut[3].detail == "the first 200 accounts agree with the journal; --deep checks all"
        )
        var answers = Self.sound
        answers["/v1/reconciliation"] = [
            "checked": 1, "differences": [["account": 1]], "next": "1",
        ]
        let faulty = try await findings(answers, longest: .zero)
        #expect(faulty.map(\.isWell) == [true, true, true, false])
    }

    @Test("a service without a ledger is asked for none")
    func noLedger() async throws {
        let findings = try await findings(Self.sound, of: "mall")
        #expect(findings.map(\.check) == [.reachable, .store] && findings.allSatisfy(\.isWell))
    }

    @Test(
        "pending charges are no fault, those that need a person are, and the first are named",
        arguments: [
            (0, 0, [], "none pending"),
            (3, 0, [], "3 pending, none needs a person"),
            (
                9, 2, [["kind": "makeup", "id": "i-1", "attempts": 4, "alarm": alarm]],
                "2 of 9 pending need a person: makeup i-1: 401 unauthenticated, "
                    + "last at 2026-01-01T00:00:00Z, attempt 4; …"
            ),
        ] as [(Int64, Int64, [JSON], String)]
    )
    func intents(pending: Int64, alarmed: Int64, items: [JSON], detail: String) async throws {
        var answers = Self.sound
        answers["/v1/intents?state=pending&alarmed=true&limit=5"] = [
            "pending": .integer(pending), "alarmed": .integer(alarmed), "items": .array(items),
        ]
        answers["/v1/outbox?limit=1"] = ["neighbours": []]
        let findings = try await findings(answers, of: "checkin")
        let finding = try #require(findings.first { $0.check == .intents })
        #expect(finding.isWell == (alarmed == 0) && finding.detail == detail)
        #expect(findings.map(\.check) == [.reachable, .store, .outbox, .streaks, .intents])
        #expect(findings[3].detail == "250 members agree with their days")
    }

    @Test("a streak that does not follow from its days is a fault, and is named")
    func streaks() async throws {
        var answers = Self.sound
        let path = "/v1/reconciliation?after=m%20200%2F%C3%A9"
        answers[path] = [
            "checked": 1,
            "differences": [["member": "m-1", "what": "streak", "stored": "5", "computed": "4"]],
        ]
        let findings = try await findings(answers, of: "checkin")
        let finding = try #require(findings.first { $0.check == .streaks })
        #expect(!finding.isWell)
        #expect(
            finding.detail
                == #"1 differences: {"member":"m-1","what":"streak","stored":"5","computed":"4"}"#
        )
    }

    @Test("what a service has too much of to be counted is named, and is no fault")
    func notChecked() async throws {
        var answers = Self.sound
        answers["/v1/reconciliation?after=m%20200%2F%C3%A9"] = [
            "checked": 50, "differences": [], "notChecked": ["members on board 1"],
        ]
        let findings = try await findings(answers, of: "checkin")
        let finding = try #require(findings.first { $0.check == .streaks })
        #expect(finding.isWell)
        #expect(
            finding.detail == "250 members agree with their days; "
                + "too much to look at: 1 parts: members on board 1"
        )
    }

    private static let alarm: JSON = [
        "status": 401, "reason": "unauthenticated", "at": "2026-01-01T00:00:00Z",
    ]

    @Test("a report for machines has every finding and whether all is well")
    func report() throws {
        let well = Finding(service: "mall", check: .store, isWell: true, detail: "sound")
        let fault = Finding(service: "mall", check: .chain, isWell: false, detail: "\"gone\"")
        #expect(try JSONParser.parse(Finding.report([well]))["well"] == true)
        #expect(
            try JSONParser.parse(Finding.report([well, fault])) == [
                "well": false,
                "findings": [
                    ["service": "mall", "check": "store", "well": true, "detail": "sound"],
                    ["service": "mall", "check": "chain", "well": false, "detail": "\"gone\""],
                ],
            ]
        )
    }

    private func findings(
        _ answers: [String: JSON],
        of name: String = "gateway",
        longest: Duration? = nil
    ) async throws -> [Finding] {
        let suite = try PretendSuite([
            (
                name,
                { @Sendable request in
                    answers[request.path].map { .json($0) } ?? .problem(404, "not-found")
                }
            )
        ])
        defer { suite.stop() }
        let doctor = Doctor(
            suite.client,
            of: suite.members,
            longest: longest,
            paper: .init(isTerminal: false) { _ in },
            now: { Self.now }
        )
        return try await doctor.examine()
    }
}

extension String {
    /// The line without where the service listens, which each run has its own of.
    fileprivate var removingAddress: String {
        replacing(#/http://[^ ]*/#, with: "…")
    }
}
