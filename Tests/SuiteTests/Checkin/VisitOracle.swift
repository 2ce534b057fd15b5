import Foundation
import TestSupport
import Testing
import Wire

/// What the visits of a log come to under the starter programme, as a script makes it of the file
/// alone.
struct VisitOracle: Sendable {
    /// One check-in.
    struct CheckIn: Sendable {
        let member: String
        /// The day, such as `1997-01-12`.
        let day: String
        /// How long the streak was with it.
        let length: Int64
        /// What its day earned, in points.
        let base: Int64
        /// What the length earned, in points and in tickets.
        let milestone: Int64
        let tickets: Int64

        /// The parts of the award, as an answer lists them.
        var parts: JSON {
            let base: JSON = ["name": "base", "items": [Self.item("points", base)]]
            guard milestone > 0 else { return [base] }
            var items = [Self.item("points", milestone)]
            if tickets > 0 { items.append(Self.item("tickets", tickets)) }
            let reached: JSON = [
                "name": .string("milestone:\(length)"), "reached": .integer(length),
                "items": .array(items),
            ]
            return [base, reached]
        }

        private static func item(_ asset: String, _ amount: Int64) -> JSON {
            ["asset": .string(asset), "amount": .integer(amount)]
        }
    }

    /// How one member stands on the last day of the log.
    struct Member: Sendable {
        let checkIns: Int64
        let streak: Int64
        let longest: Int64
        let freezes: Int64
        let base: Int64
        let milestones: Int64
        let tickets: Int64
    }

    let checkIns: [CheckIn]
    let members: [String: Member]

    /// Runs the script over a file.
    ///
    /// - Throws: What kept it from running or from being read.
    init(_ path: String) async throws {
        let lines = try await AwkScript.words(of: "streaks.awk", about: path)
        checkIns = try lines.filter { $0.first == "day" }.map { words in
            let numbers = try Self.numbers(words.dropFirst(3), count: 4)
            return CheckIn(
                member: words[1],
                day: Self.day(words[2]),
                length: numbers[0],
                base: numbers[1],
                milestone: numbers[2],
                tickets: numbers[3]
            )
        }
        members = try lines.filter { $0.first == "customer" }.reduce(into: [:]) { members, words in
            let numbers = try Self.numbers(words.dropFirst(2), count: 7)
            members[words[1]] = Member(
                checkIns: numbers[0],
                streak: numbers[1],
                longest: numbers[2],
                freezes: numbers[3],
                base: numbers[4],
                milestones: numbers[5],
                tickets: numbers[6]
            )
        }
        let sums =
            [members.values.map(\.checkIns), members.values.map(\.base)]
            + [members.values.map(\.milestones), members.values.map(\.tickets)]
        let total = try #require(lines.last { $0.first == "total" })
        #expect(try Self.numbers(total[1...], count: 4) == sums.map { $0.reduce(0, +) })
    }

    /// `1997-01-12` of `19970112`.
    private static func day(_ text: String) -> String {
        "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }

    private static func numbers(_ words: ArraySlice<String>, count: Int) throws -> [Int64] {
        try #require(words.count == count)
        return try words.map { try #require(Int64($0)) }
    }
}

@Suite("The script that computes what visits earn")
struct VisitOracleTests {
    @Test("counts a day once, keeps a streak by two freezes, and rewards each length once in it")
    func small() async throws {
        let folder = try TemporaryFolder()
        // a: seven days over the end of a year, one of them twice, then three missed ones.
        // b: a leap day, two single days missed, then a third. c: once, on the last day.
        let visits = [
            "a 19971228", "a 19971229", "a 19971229", "a 19971230", "a 19971231", "a 19980101",
            "a 19980102", "a 19980103", "a 19980107", "b 19960228", "b 19960229", "b 19960301",
            "b 19960303", "b 19960305", "b 19960307", "c 19980108",
        ]
        let log = "customer date number value\r\n" + visits.map { "\($0) 1 1.00\r\n" }.joined()
        try Data(log.utf8).write(to: URL(fileURLWithPath: folder.file("log.txt")))
        let oracle = try await VisitOracle(folder.file("log.txt"))

        let a = try #require(oracle.members["a"])
        #expect(a.checkIns == 8 && a.streak == 1 && a.longest == 7 && a.freezes == 0)
        #expect(a.base == 1 + 2 + 3 + 4 + 5 + 6 + 10 + 1 && a.milestones == 10 && a.tickets == 0)
        let b = try #require(oracle.members["b"])
        #expect(b.checkIns == 6 && b.streak == 0 && b.longest == 5 && b.freezes == 0)
        #expect(b.base == 1 + 2 + 3 + 4 + 5 + 1 && b.milestones == 0)
        let c = try #require(oracle.members["c"])
        #expect(c.checkIns == 1 && c.streak == 1 && c.longest == 1 && c.freezes == 2)
        #expect(oracle.checkIns.count == 15)
        let seventh = try #require(oracle.checkIns.first { $0.length == 7 })
        #expect(seventh.member == "a" && seventh.day == "1998-01-03" && seventh.milestone == 10)
    }
}
