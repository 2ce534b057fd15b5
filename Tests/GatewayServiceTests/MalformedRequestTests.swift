import Calls
import Problems
import TestSupport
import Testing
import Wire

@Suite("Requests that are malformed", .timeLimit(.minutes(2)))
struct MalformedRequestTests {
    @Test("a malformed body is refused at the place of its fault, and its key stays free")
    func bodies() async throws {
        try await Gateway.serving { gateway in
            for request in MalformedRequest.all {
                let isAction = request.path.contains("freeze") || request.path.contains("rollback")
                let answer = try await gateway.client.send(
                    .post,
                    request.path,
                    bytes: Array(request.body.utf8),
                    token: isAction ? gateway.operator : gateway.host,
                    key: "k"
                )

                expect(answer, refuses: .invalidRequest)
                #expect(answer.faultPaths == [request.fault], "\(request.testDescription)")
            }
            let chain = try await gateway.get("/v1/chain", token: gateway.operator)
            #expect(chain.json["number"] == 0)
            #expect(try await gateway.credit("m", 1, key: "k").isReplayed == false)
        }
    }

    @Test(
        "a malformed query or path is refused at its name",
        arguments: [
            ("/v1/members/m/transfers?limit=0", "limit"),
            ("/v1/members/m/transfers?limit=201", "limit"),
            ("/v1/members/m/transfers?limit=ten", "limit"),
            ("/v1/members/m/transfers?after=x", "after"),
            ("/v1/members/m/transfers?after=0", "after"),
            ("/v1/members/m/transfers?after=-1", "after"),
            ("/v1/members/m/transfers?page=2", "page"),
            ("/v1/members/m/balance?limit=2", "limit"),
            ("/v1/members/a%20b/balance", "member"), ("/v1/members/%FF/balance", "member"),
            ("/v1/members/%00/balance", "member"), ("/v1/members/%zz/balance", "member"),
            ("/v1/programme/versions?limit=x", "limit"),
            ("/v1/programme/versions?after=x", "after"), ("/v1/transfers", "key"),
            ("/v1/transfers?key=", "key"), ("/v1/transfers?key=%C3%A9", "key"),
            ("/v1/transfers?id=1", "id"), ("/health/live?verbose=1", "verbose"),
            ("/v1/holds/x?caller=host", "caller"), ("/v1/events/e?key=k", "key"),
        ]
    )
    func queries(path: String, fault: String) async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.get(path)

            expect(answer, refuses: .invalidRequest)
            #expect(answer.faultPaths == [fault])
        }
    }

    @Test(
        "a malformed cursor of an audit is refused at its name",
        arguments: [
            ("/v1/reconciliation?after=x", "after"), ("/v1/reconciliation?after=-1", "after"),
            ("/v1/reconciliation?limit=2", "limit"), ("/v1/chain/audit?after=x", "after"),
            ("/v1/chain/audit?after=1", "after"), ("/v1/chain/audit?from=1", "from"),
            ("/v1/store/check?deep=true", "deep"),
        ]
    )
    func audits(path: String, fault: String) async throws {
        try await Gateway.serving { gateway in
            let answer = try await gateway.get(path, token: gateway.viewer)

            expect(answer, refuses: .invalidRequest)
            #expect(answer.faultPaths == [fault])
        }
    }

    @Test(
        "a time limit that is none is refused",
        arguments: ["0", "-1", "soon", "1.5", "3600001", "99999999999999999999", ""]
    )
    func timeLimit(text: String) async throws {
        try await Gateway.serving { gateway in
            let request = [UInt8].request(
                "POST /v1/credits",
                token: gateway.host,
                headers: "Idempotency-Key: k\r\nRequest-Timeout-Ms: \(text)\r\n",
                json: .movement(of: "m", 1)
            )
            let answer = try await RawSocket.answers(to: request, port: gateway.service.port).first

            #expect(answer?.status == 400)
            #expect(answer?.json["type"] == "/problems/invalid-request")
            #expect(answer?.json["faults"]?[0]?["path"] == "Request-Timeout-Ms")
        }
    }

    @Test("what is nested as deeply as allowed is read, one level more is refused as no JSON")
    func nesting() async throws {
        try await Gateway.serving { gateway in
            for (depth, message) in [(32, "is not known here"), (33, "nested too deeply")] {
                let nested =
                    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                let answer = try await gateway.client.send(
                    .post,
                    "/v1/credits",
                    bytes: Array(
                        #"{"member":"m","amount":1,"reason":"r","x":\#(nested)}"#.utf8
                    ),
                    token: gateway.host,
                    key: "k"
                )

                expect(answer, refuses: .invalidRequest)
                #expect(answer.json["detail"]?.text?.contains(message) == true)
            }
        }
    }

    @Test("texts may hold any character of Unicode, and come back as they were sent")
    func texts() async throws {
        try await Gateway.serving { gateway in
            let reason = "积分 \"quoted\" \\ \u{0}\u{1F}\n\t é e\u{301} 👩‍👩‍👧 \u{FFFF}\u{10FFFF}"
            let sent: JSON = ["member": "m", "amount": 1, "reason": .string(reason)]
            let answer = try await gateway.post("/v1/credits", sent, key: "k")
            let again = try await gateway.post("/v1/credits", sent, key: "k")
            let listed = try await gateway.statement(of: "m").first

            #expect(
                answer.json["transfer"]?["reason"]?.text.map { Array($0.utf8) }
                    == Array(reason.utf8)
            )
            #expect(again.body == answer.body)
            #expect(listed == answer.json["transfer"])
        }
    }
}
