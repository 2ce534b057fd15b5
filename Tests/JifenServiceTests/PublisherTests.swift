import JifenService
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The publication of a programme")
struct PublisherTests {
    private static let zone: JSON = ["path": "zone", "message": "was fixed"]
    private static let base: JSON = ["path": "checkin.base", "message": "is odd"]

    /// A service that answers a dry run, and every other publication with a version.
    private static func service(
        _ status: Int,
        _ answer: JSON = ["changes": []]
    ) -> ScriptedNeighbour.Script {
        { request in
            guard request.path.hasSuffix("dryRun=true") else { return .json(["version": 3]) }
            return .answer(status, body: JSONWriter.bytes(of: answer))
        }
    }

    private func publish(
        _ gateway: @escaping ScriptedNeighbour.Script,
        _ checkin: @escaping ScriptedNeighbour.Script,
        dryRun: Bool = false,
        force: String? = nil
    ) async throws -> (lines: [String], fault: CommandFault?, paths: [String]) {
        let suite = try PretendSuite([("gateway", gateway), ("checkin", checkin)])
        defer { suite.stop() }
        let lines = Mutex<[String]>([])
        var fault: CommandFault?
        do {
            try await Publisher(suite.client, to: suite.members)
                .publish(
                    try ProgrammeFile(yaml: "zone: UTC"),
                    dryRun: dryRun,
                    force: force
                ) { line in lines.withLock { $0.append(line) } }
        } catch let thrown as CommandFault {
            fault = thrown
        }
        let requests = suite.requests(to: 0) + suite.requests(to: 1)
        let paths = requests.map(\.path).filter { !$0.hasSuffix("dryRun=true") }
        return (lines.withLock { $0 }, fault, paths)
    }

    @Test("goes to every service, each with what changes there")
    func all() async throws {
        let change: JSON = ["changes": [["path": "zone", "after": "UTC"]]]
        let outcome = try await publish(Self.service(200, change), Self.service(200))
        #expect(
            outcome.lines == [
                #"gateway: zone: nothing → "UTC""#, "checkin: nothing changes",
                "gateway: version 3 is in force", "checkin: version 3 is in force",
            ]
        )
        #expect(outcome.paths.count == 2 && outcome.fault == nil)
        let rehearsal = try await publish(Self.service(200), Self.service(200), dryRun: true)
        #expect(rehearsal.paths.isEmpty && rehearsal.lines.last == "nothing was published")
    }

    @Test("goes to none where one finds a fault, and a fault that two find is told once")
    func faults() async throws {
        let outcome = try await publish(
            Self.service(422, ["faults": [Self.zone]]),
            Self.service(422, ["faults": [Self.zone, Self.base]])
        )
        #expect(outcome.fault?.isInput == true)
        #expect(outcome.fault?.description == "zone: was fixed\ncheckin.base: is odd")
        #expect(outcome.paths.isEmpty)

        let one = try await publish(
            Self.service(200),
            Self.service(422, ["faults": [Self.base]])
        )
        #expect(one.fault?.description == "checkin.base: is odd" && one.paths.isEmpty)
    }

    @Test("by force shows what is worse for members, and gives each service the reason")
    func forced() async throws {
        let worse: JSON = ["path": "lotteries[0].cost", "message": "rises from 20 to 21"]
        let outcome = try await publish(
            Self.service(200),
            Self.service(
                200,
                ["changes": [["path": "lotteries[0].cost"]], "worsenings": [worse]]
            ),
            force: "costs & 米价"
        )
        #expect(
            outcome.lines[1]
                == "checkin: worse for members: lotteries[0].cost: rises from 20 to 21"
        )
        let path = "/v1/programme?force=costs%20%26%20%E7%B1%B3%E4%BB%B7"
        #expect(outcome.paths == [path, path])
    }
}
