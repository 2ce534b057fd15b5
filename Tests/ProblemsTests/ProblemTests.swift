import Problems
import Testing
import Wire

@Suite("A problem")
struct ProblemTests {
    @Test("is written with its members in a fixed order, final at the end")
    func golden() {
        let problem = Problem(
            .insufficientPoints,
            "20 points are missing",
            members: [.init("available", 80), .init("missing", 20)],
            isFinal: true,
            retryAfterSeconds: 3
        )
        #expect(
            text(of: problem)
                == #"{"type":"/problems/insufficient-points","title":"There are too few points","#
                + #""status":409,"detail":"20 points are missing","instance":"request-1","#
                + #""available":80,"missing":20,"final":true}"#
        )
    }

    @Test("leaves out what it has not: detail, members, final")
    func short() {
        #expect(
            text(of: Problem(.notFound))
                == #"{"type":"/problems/not-found","title":"There is no such thing","status":404,"#
                + #""instance":"request-1"}"#
        )
    }

    @Test("of faults lists each with its path and tells the first one to people")
    func faults() throws {
        let faults = [
            JSONFault(at: "assets[0].id", "is missing"), JSONFault(at: "", "is \"odd\""),
        ]
        let problem = Problem(faults: faults, as: .invalidProgramme)
        #expect(problem.detail == "assets[0].id: is missing")
        let json = try JSONParser.parse(problem.bytes(instance: "r"))
        #expect(json["status"] == 422)
        #expect(
            json["faults"] == [
                ["path": "assets[0].id", "message": "is missing"],
                ["path": "", "message": "is \"odd\""],
            ]
        )
    }

    @Test("of one fault is an invalid request, its detail without a colon where there is no path")
    func fault() {
        let problem = Problem(JSONFault(at: "", "not JSON at byte 0"))
        #expect(problem.slug == .invalidRequest)
        #expect(problem.detail == "not JSON at byte 0")
        #expect(!problem.isFinal)
    }

    @Test("can be written into a larger reply")
    func nested() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("problem")
            Problem(.accountFrozen, isFinal: true).write(to: &writer, instance: "r")
            writer.member("status", Int64(409))
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"problem":{"type":"/problems/account-frozen","#
                + #""title":"The account is frozen","#
                + #""status":409,"instance":"r","final":true},"status":409}"#
        )
    }

    private func text(of problem: Problem) -> String {
        String(decoding: problem.bytes(instance: "request-1"), as: UTF8.self)
    }
}
