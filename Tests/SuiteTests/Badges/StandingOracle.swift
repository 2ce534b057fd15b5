import Foundation
import TestSupport
import Testing

/// Where the customers of a log stand at the end of each month, as a script makes it of the file
/// alone.
struct StandingOracle: Sendable {
    private static let samples = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("../Samples").standardized

    /// The programme by which they stand there.
    static let programme = samples.appendingPathComponent("standings.yaml").path

    /// The months of the log, such as `1997-01`.
    static let months = (0..<18).map { number in
        let month = number % 12 + 1
        return "\(1997 + number / 12)-\(month < 10 ? "0" : "")\(month)"
    }

    private let folder: TemporaryFolder

    /// Runs the script over a file.
    ///
    /// - Throws: What kept it from running.
    init(_ path: String) async throws {
        folder = try TemporaryFolder()
        let lines = try await AwkScript.words(
            of: "standings.awk",
            telling: ["folder=\(folder.path)"],
            about: path
        )
        try #require(lines.isEmpty)
    }

    /// What the script writes of each customer who has come by the end of a month.
    func standings(in month: String) throws -> [String: String] {
        let text = try String(contentsOfFile: folder.file(month), encoding: .utf8)
        return text.split(separator: "\n").reduce(into: [:]) { standings, line in
            let words = line.split(separator: " ", maxSplits: 1)
            standings[String(words[0])] = String(words[1])
        }
    }

    /// The board of points of a month, the best first: value, day, member and rank of each place.
    func board(of month: String) throws -> [String] {
        try String(contentsOfFile: folder.file("\(month).points"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}

@Suite("The script that computes where purchasers stand")
struct StandingOracleTests {
    private static let log = """
        customer date number value\r
        03 19970110 1 20.00\r
        03 19970131 2 90.50\r
        03 19970201 2 300.00\r
        03 19980606 7 1\r
        04 19971231 1 20.00\r

        """

    private static func oracle() async throws -> StandingOracle {
        let folder = try TemporaryFolder()
        try Data(log.utf8).write(to: URL(fileURLWithPath: folder.file("log.txt")))
        return try await StandingOracle(folder.file("log.txt"))
    }

    private static func standings() async throws -> (String) throws -> [Substring] {
        let oracle = try await oracle()
        return { month in
            try #require(try oracle.standings(in: month)["03"]).split(separator: " ")
        }
    }

    @Test("climbs and earns more by it, keeps a level through its grace, and loses it by steps")
    func levels() async throws {
        let standings = try await Self.standings()
        // Two orders: 2 and 8 of their amounts, 2 each of their number, 1, 2 and 2 of badges.
        #expect(try standings("1997-01").prefix(3) == ["2,1997-01-31,1997-04-30,-", "19", "169"])
        // 300 points and a half more of level 2, 21 of claims, 87 of what is reached by them, and
        // 53 of boards that were closed.
        #expect(try standings("1997-02").prefix(3) == ["3,1997-02-01,1997-05-01,-", "30", "780"])
        #expect(try standings("1997-07").prefix(2) == ["3,1997-02-01,1997-08-01,-", "16"])
        // What was grown on 1 February counted until 31 July.
        #expect(try standings("1997-08").prefix(2) == ["2,1997-08-21,1997-11-21,-", "6"])
        #expect(try standings("1997-11")[0] == "2,1997-08-21,1998-02-21,1997-12-11")
        #expect(try standings("1997-12")[0] == "1,1997-12-11,1998-03-11,-")
    }

    @Test("gives badges on the day, the best month counted, and what is claimed on its last one")
    func badges() async throws {
        let standings = try await Self.standings()
        let first = try standings("1997-01")
        #expect(first.contains("row=-:1,-:1"))
        #expect(first.contains("month=1997-01-31:2,-:11050,-:2"))
        #expect(first.contains("second@-=done,2,-"))
        #expect(first.contains("january@1997-01-01=done,2,-"))
        #expect(first.contains("treat@1997-01-31=open,0,-"))
        let second = try standings("1997-02")
        #expect(second.contains("row=1997-02-01:2,-:2"))
        #expect(second.contains("month=1997-01-31:2,1997-02-01:15000,-:2"))
        #expect(second.contains("second@-=rewarded,2,1997-01-31"))
        #expect(!second.contains { $0.hasPrefix("january@") || $0.hasPrefix("late=") })
        #expect(second.contains("spring@1997-04-01=open,0,-"))
        #expect(first.suffix(2) == ["points#1/1=110", "orders#1/1=1"])
        #expect(second.suffix(2) == ["points#1/1=450", "orders#-/0=0"])
        #expect(try standings("1998-06").contains("spring@1997-04-01=rewarded,1,1998-06-06"))
    }

    @Test("ranks a month by value, day and name, with equal ranks for equal values")
    func board() async throws {
        let folder = try TemporaryFolder()
        let orders = [
            "05 19970111 1 7.00", "06 19970110 1 7.50", "04 19970110 1 7.00", "07 19970109 1 0.99",
            "08 19970112 1 6.00", "09 19970120 1 8.00", "05 19970201 1 1.00",
        ]
        let text = (["customer date number value"] + orders).joined(separator: "\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("log.txt")))
        let oracle = try await StandingOracle(folder.file("log.txt"))
        let places = try oracle.board(of: "1997-01")
        #expect(
            places == [
                "8 1997-01-20 09 1", "7 1997-01-10 04 2", "7 1997-01-10 06 2", "7 1997-01-11 05 2",
                "6 1997-01-12 08 5",
            ]
        )
        // 8 and the first, 50 of the month, 3 of a week in which nobody else came, 10 of a task.
        let after = try oracle.standings(in: "1997-02")
        #expect(after["09"]?.split(separator: " ")[2] == "71")
    }
}
