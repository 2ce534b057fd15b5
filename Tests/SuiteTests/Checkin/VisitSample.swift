import Foundation
import TestSupport

/// A log whose visits are played.
struct VisitSample: Sendable {
    /// Kept here, as it goes with the file.
    private let folder: TemporaryFolder

    /// The file.
    var path: String { folder.file("visits.txt") }

    /// So many purchases from the first line of the CDNOW log on; all where the number is 0.
    static func real(_ count: Int) throws -> VisitSample {
        let lines = try String(contentsOfFile: try PurchaseLog().path, encoding: .utf8)
            .split(whereSeparator: \.isNewline)
        return try VisitSample(count == 0 ? lines[...] : lines.prefix(count + 1))
    }

    /// Visits that are made up, so that they have what real customers of a shop hardly ever do:
    /// streaks of every length, through 400 days, of members of whom the first never misses one.
    static func madeUp() throws -> VisitSample {
        var random = SeededGenerator(for: "made-up visits")
        let calendar = Calendar(identifier: .gregorian)
        let first = DateComponents(calendar: calendar, year: 1997, month: 1, day: 1).date
        var lines = ["customer date number value"]
        for member in 0..<12 {
            for day in 0..<400 {
                guard Int.random(in: 0..<100, using: &random) >= member * 3,
                    let date = first.flatMap({ calendar.date(byAdding: .day, value: day, to: $0) })
                else { continue }
                let parts = calendar.dateComponents([.year, .month, .day], from: date)
                let number = (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100
                lines.append("m-\(member) \(number + (parts.day ?? 0)) 1 1.00")
            }
        }
        return try VisitSample(lines[...])
    }

    private init(_ lines: ArraySlice<some StringProtocol>) throws {
        folder = try TemporaryFolder()
        let text = lines.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
