import Foundation
import Testing
import TestSupport

/// The CDNOW log of purchases: all of it where it is at hand, else the sample beside this file.
struct PurchaseLog: Sendable {
    /// A purchase of at least one dollar.
    struct Purchase: Sendable {
        let line: Int
        let customer: String
        let dollars: Int64
    }

    /// The file that is read.
    let path: String
    let purchases: [Purchase]

    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()
    private static let sample = folder.appendingPathComponent("Samples/cdnow-sample.txt").path

    /// Finds and reads the log, and says which.
    init() throws {
        let name = "cdnow/CDNOW_master.txt"
        let places = [
            ProcessInfo.processInfo.environment["JIFEN_SAMPLE_DATA"].map { "\($0)/\(name)" },
            Self.folder.appendingPathComponent("../../../shared/data/\(name)").standardized.path,
        ].compactMap(\.self)
        path = places.first(where: FileManager.default.fileExists(atPath:)) ?? Self.sample
        purchases = try Self.read(path)
        print(
            "sample data: \(path == Self.sample ? "the sample of the tests" : path),",
            "\(purchases.count) purchases of a dollar or more"
        )
    }

    /// What awk makes of the same file: each customer's whole dollars.
    var balances: [String: Int64] {
        get async throws {
            let script = Self.folder.appendingPathComponent("Samples/balances.awk").path
            let awk = try ChildProcess("/usr/bin/awk", ["-f", script, path])
            try #require(await awk.end() == .exited(code: 0), "\(awk.errors)")
            return try awk.output.split(separator: "\n").reduce(into: [:]) { balances, line in
                let words = line.split(separator: " ")
                try #require(words.count == 2)
                let dollars = try #require(Int64(words[1]))
                balances[String(words[0])] = dollars
            }
        }
    }

    private static func read(_ path: String) throws -> [Purchase] {
        let lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(whereSeparator: \.isNewline)
        return try zip(1..., lines).dropFirst().compactMap { number, line in
            let words = line.split(whereSeparator: \.isWhitespace)
            try #require(words.count == 4, "line \(number)")
            let dollars = try #require(Int64(words[3].prefix { $0 != "." }), "line \(number)")
            return dollars == 0
                ? nil : Purchase(line: number, customer: String(words[0]), dollars: dollars)
        }
    }
}
