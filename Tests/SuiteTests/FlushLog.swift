import Foundation

/// What the preloaded shim has written down: when commits were written and flushed, and when
/// their answers left.
struct FlushLog: Sendable {
    /// The answer to one credit, and how it stands to the flush of its commit.
    struct Answer: Hashable, Sendable {
        let mark: String
        /// Its place in the order of all events.
        let place: Int
        /// Whether a flush began after the credit was written and had succeeded before the answer.
        let isCovered: Bool
    }

    /// The answers in their order.
    let answers: [Answer]
    /// The places at which flushes of the write-ahead log had succeeded.
    let flushes: [Int]

    /// Reads the file of the shim.
    init(path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let events = lines.compactMap { Event($0) }.sorted { $0.place < $1.place }
        var began: [Int: Int] = [:]
        var flushes: [(start: Int, end: Int)] = []
        var written: [String: Int] = [:]
        var heads: [Int: Int] = [:]
        var left: [String: Int] = [:]
        for event in events {
            switch (event.name, event.mark) {
            case ("flush", _): began[event.descriptor] = event.place
            case ("flushed", _):
                guard let start = began[event.descriptor] else { continue }
                flushes.append((start, event.place))
            case ("write", let mark?): written[mark] = written[mark] ?? event.place
            case ("answer", nil): heads[event.descriptor] = event.place
            case ("answer", let mark?): left[mark] = left[mark] ?? heads[event.descriptor]
            default: continue
            }
        }
        self.flushes = flushes.map(\.end)
        answers = left.map { mark, place in
            let isCovered = flushes.contains { flush in
                written[mark].map { $0 < flush.start && flush.end < place } ?? false
            }
            return Answer(mark: mark, place: place, isCovered: isCovered)
        }.sorted { $0.place < $1.place }
    }

    /// How many answers follow the flush of their commit.
    var covered: Int { answers.count(where: \.isCovered) }

    /// How many flushes succeeded between each answer and the next.
    var flushesBetweenAnswers: [Int] {
        zip(answers, answers.dropFirst()).map { one, next in
            flushes.count { one.place < $0 && $0 < next.place }
        }
    }

    private struct Event {
        let place: Int
        let name: Substring
        let descriptor: Int
        let mark: String?

        init?(_ line: Substring) {
            let words = line.split(separator: " ")
            guard words.count >= 3, let place = Int(words[0]), let descriptor = Int(words[2])
            else { return nil }
            self.place = place
            self.descriptor = descriptor
            name = words[1]
            mark = words.count > 3 ? String(words[3]) : nil
        }
    }
}
