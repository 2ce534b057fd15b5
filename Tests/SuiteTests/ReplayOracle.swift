import Foundation
import TestSupport
import Testing

/// What the purchases of a log earn under the starter programme, as a script makes it of the file
/// alone.
struct ReplayOracle: Sendable {
    /// What one customer has earned, by the year.
    struct Earned: Sendable {
        let total: Int64
        let years: [Int: Int64]
    }

    /// The member day, the double days and the cap of `compose/programmes/starter.yaml`.
    static let starter = ["times=3", "over=2", "day=8", "double=0808,1111,1212", "cap=500"]

    let customers: [String: Earned]
    let total: Int64
    /// How many purchases the cap has cut, how many fell on a member day alone, and how many on
    /// a double day.
    let clipped: Int64
    let memberDays: Int64
    let doubleDays: Int64
    /// What was gone at the end of a year.
    let expired: [Int: Int64]
    /// What was outstanding at the end of a month, such as `1997-01`.
    let liability: [String: Int64]

    /// Runs the script over a file.
    ///
    /// - Parameters:
    ///   - path: The log.
    ///   - rules: The numbers of the programme.
    /// - Throws: What kept it from running or from being read.
    init(_ path: String, rules: [String] = starter) async throws {
        let lines = try await AwkScript.words(of: "earned.awk", telling: rules, about: path)
        func numbers(_ name: String) throws -> [String: Int64] {
            try lines.filter { $0.first == name && $0.count == 3 }.reduce(into: [:]) {
                $0[$1[1]] = try #require(Int64($1[2]))
            }
        }
        func number(_ name: String) throws -> Int64 {
            let line = try #require(lines.first { $0.first == name && $0.count == 2 })
            return try #require(Int64(line[1]))
        }
        customers = try lines.filter { $0.first == "customer" }.reduce(into: [:]) {
            $0[$1[1]] = try Self.earned($1.dropFirst(2))
        }
        total = try number("total")
        clipped = try number("clipped")
        memberDays = try number("memberday")
        doubleDays = try number("doubleday")
        expired = try numbers("expired").reduce(into: [:]) {
            $0[try #require(Int($1.key))] = $1.value
        }
        liability = try numbers("liability")
    }

    private static func earned(_ words: ArraySlice<String>) throws -> Earned {
        let years = try words.dropFirst().map { $0.split(separator: ":") }
            .reduce(into: [Int: Int64]()) { years, pair in
                try #require(pair.count == 2)
                years[try #require(Int(pair[0]))] = try #require(Int64(pair[1]))
            }
        return Earned(total: try #require(words.first.flatMap { Int64($0) }), years: years)
    }
}

@Suite("The script that computes what purchases earn")
struct ReplayOracleTests {
    @Test("rounds down once, multiplies on member days, caps a day, and expires by the year")
    func small() async throws {
        let folder = try TemporaryFolder()
        let log = """
            customer date number value\r
            a 19970107 1 19.99\r
            a 19970108 1 19.99\r
            a 19970108 2 3000.50\r
            b 19970131 1 0.99\r
            b 19970808 1 10.50\r
            b 19971231 1 500.00\r
            b 19971231 1 7.00\r
            b 19980101 1 7\r

            """
        try Data(log.utf8).write(to: URL(fileURLWithPath: folder.file("log.txt")))
        let oracle = try await ReplayOracle(folder.file("log.txt"))
        #expect(oracle.customers["a"]?.years == [1997: 519, 1998: 0])
        #expect(oracle.customers["b"]?.years == [1997: 521, 1998: 7])
        #expect(oracle.customers["b"]?.total == 528)
        #expect(oracle.total == 1047 && oracle.clipped == 2)
        #expect(oracle.memberDays == 2 && oracle.doubleDays == 1)
        #expect(oracle.expired == [1998: 1040, 1999: 7])
        #expect(oracle.liability["1997-01"] == 519 && oracle.liability["1997-11"] == 540)
        #expect(oracle.liability["1997-12"] == 1040 && oracle.liability["1998-11"] == 1047)
        #expect(oracle.liability["1998-12"] == 7 && oracle.liability["1999-11"] == 7)
        #expect(oracle.liability["1999-12"] == 0 && oracle.liability["2000-01"] == 0)
        #expect(oracle.liability.count == 37)
    }
}
