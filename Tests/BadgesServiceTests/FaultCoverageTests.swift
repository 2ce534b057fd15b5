import BadgesService
import Foundation
import Primitives
import ServiceHost
import Testing
import Wire

@Suite("All that can be said of a faulty section")
struct FaultCoverageTests {
    /// What the tables of faults expect, and so is said.
    private static let tables: [[(JSON, [String])]] = [
        FaultySectionTests.frameCases, FaultySectionTests.wordCases,
        FaultySectionTests.growthCases, FaultySectionTests.levelCases,
        FaultyBadgeTests.badgeCases, FaultyBadgeTests.goalCases, FaultyBadgeTests.dayCases,
        FaultyBadgeTests.attributeCases, FaultyTaskTests.taskCases, FaultyTaskTests.stepCases,
        FaultyBoardTests.boardCases,
    ]

    /// What is said of badges and goals that no table has.
    private static let others: [JSON.Member] = {
        let goals: [JSON] = [
            ["count": "a", "rewards": true, "atLeast": 1],
            ["streak": "a", "within": 7, "atLeast": 1],
            ["streak": "a", "each": "week", "atLeast": 8],
        ]
        let badges = goals.enumerated().map { index, goal -> JSON in
            let tiers: JSON = [["id": "t", "goal": goal, "reward": 1]]
            return ["id": .string("b\(index)"), "tiers": tiers]
        }
        let weekly: JSON = ["count": "a", "each": "week", "atLeast": 1]
        let bounded: JSON = [
            "id": "c", "since": "2026-03-01", "tiers": [["id": "t", "goal": weekly]],
        ]
        return [.init("badges", .array(badges + [bounded]))]
    }()

    /// What is said of a section beside the one before it.
    private static func compared() throws -> [String] {
        func section(_ parts: [JSON.Member]) throws -> BadgesSection {
            let frame: [JSON.Member] = [.init("zone", "UTC"), .init("assets", [["id": "points"]])]
            return try BadgesSection(.object(frame + parts))
        }
        func parts(level: JSON, last rank: JSON, winners: JSON) -> [JSON.Member] {
            let board: JSON = [
                "id": "b", "count": "a", "each": "week", "winners": winners,
                "prizes": [["to": rank, "reward": 5]],
            ]
            return [
                .init("levels", ["steps": [["id": level, "at": 0]]]), .init("boards", [board]),
            ]
        }
        let former = try section(parts(level: "one", last: 3, winners: 10))
        let later = [parts(level: "two", last: 2, winners: 9), []]
        return try later.flatMap { parts in
            let later = try section(parts)
            let now = Instant(milliseconds: 0)
            return later.faults(following: former) + later.worsenings(since: former, at: now)
        }.map(\.message)
    }

    /// The fault that it takes too much to make; the test of goals does.
    private static let tooMany = ["and growth count by more than 500 measures"]

    @Test("every message that the readers of the section have is in a table of what is refused")
    func all() throws {
        var said = Self.tables.flatMap { table in table.flatMap(\.1) }
        said += FaultySectionTests.faults(of: Self.others)
        said += try Self.compared() + Self.tooMany
        let patterns = try Self.messages()
        #expect(patterns.count > 40)
        for (message, pattern) in patterns {
            #expect(try said.contains { try pattern.firstMatch(in: $0) != nil }, "\(message)")
        }
    }

    /// The messages in the sources, each with what it can look like: parts that are put in are
    /// anything.
    private static func messages() throws -> [(String, Regex<Substring>)] {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: "Services/Badges/Service/Programme")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            // How rules are named in the store is no message.
            $0.hasSuffix(".swift") && $0 != "Definitions.swift"
        }
        var found: [(String, Regex<Substring>)] = []
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for line in text.split(separator: "\n") where isCode(line) {
                let literals = line.matches(of: /"((?:[^"\\]|\\.)*)"/).map { $0.output.1 }
                // A message has several words.
                for literal in literals where literal.contains(/[a-z] [a-z\\]/) {
                    found.append((String(literal), try pattern(of: literal)))
                }
            }
        }
        return found
    }

    private static func isCode(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        // Names of events for people are no messages either.
        return !text.hasPrefix("//") && !text.contains(".english:")
    }

    private static func pattern(of literal: Substring) throws -> Regex<Substring> {
        let parts = literal.split(
            separator: /\\\((?:[^()]|\([^()]*\))*\)/,
            omittingEmptySubsequences: false
        )
        let quoted = parts.map { NSRegularExpression.escapedPattern(for: String($0)) }
        return try Regex(quoted.joined(separator: ".+"), as: Substring.self)
    }
}
