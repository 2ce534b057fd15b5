import Foundation
import TestSupport
import Testing

/// A log of purchases in pieces, one for each month.
struct StandingLog: Sendable {
    private let folder: TemporaryFolder
    private let lines: [Substring]

    /// Reads a log.
    init(_ path: String) throws {
        folder = try TemporaryFolder()
        lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// A file with the purchases of a month, such as `1997-01`.
    ///
    /// The others are empty lines, so that each purchase keeps the number of its line, which names
    /// its event.
    func path(of month: String) throws -> String {
        let digits = month.replacingOccurrences(of: "-", with: "")
        let kept = lines.enumerated().map { number, line in
            guard number > 0 else { return line }
            let words = line.split(separator: " ")
            return words.count > 1 && words[1].hasPrefix(digits) ? line : ""
        }
        try #require(kept.contains { $0.contains(digits) }, "nothing was bought in \(month)")
        let path = folder.file(month)
        try Data(kept.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }
}
