import Foundation

/// Looks for commits that a damaged write-ahead log would lose.
///
/// SQLite reads a log up to the first frame that does not fit the one before, and leaves out all
/// behind it in silence. After a crash of the machine that is right: the last commit was never
/// finished, and never acknowledged. But a commit is only begun when the one before it has been
/// flushed, so of what can still be read behind such a frame one commit at most was not
/// acknowledged; a second one proves that the log was damaged afterwards.
struct LogScan {
    /// Where the first frame begins that does not fit, in bytes, or nil where all do.
    private(set) var damagedAt: Int?
    /// How many commits can be told from there on.
    private(set) var commitsBehind = 0

    private static let header = 32
    private static let frameHeader = 24

    /// Whether what had been acknowledged would be lost.
    var losesCommits: Bool { commitsBehind > 1 }

    /// Reads a log.
    ///
    /// - Throws: What kept it from being read.
    init(path: String) throws {
        let log = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        log.withUnsafeBytes { scan($0) }
    }

    private mutating func scan(_ log: UnsafeRawBufferPointer) {
        guard log.count >= Self.header + Self.frameHeader else { return }
        let size = Int(log.word(8))
        let isBigEndian = log.word(0) & 1 == 1
        guard log.word(0) | 1 == 0x377F_0683, (512...65_536).contains(size),
            log.checksum(over: 0..<24, isBigEndian: isBigEndian) == log.pair(24)
        else {
            // It was flushed before the first frame was written, so it was whole once.
            damagedAt = 0
            commitsBehind = log.allSatisfy { $0 == 0 } ? 0 : 2
            return
        }
        let salts = log.pair(16)
        var before = log.pair(24)
        var place = Self.header
        while place <= log.count - Self.frameHeader - size {
            defer { place += Self.frameHeader + size }
            let isOurs = log.pair(place + 8) == salts
            // Behind a damaged frame no sum fits; a commit that was not ours has other salts.
            if damagedAt != nil {
                if isOurs, log.word(place + 4) != 0 { commitsBehind += 1 }
                continue
            }
            let sum = log.checksum(
                from: log.checksum(from: before, over: place..<place + 8, isBigEndian: isBigEndian),
                over: place + Self.frameHeader..<place + Self.frameHeader + size,
                isBigEndian: isBigEndian
            )
            before = log.pair(place + 16)
            guard !isOurs || sum != before else { continue }
            damagedAt = place
            if isOurs, log.word(place + 4) != 0 { commitsBehind += 1 }
        }
    }
}

/// The two words of a checksum, or of a salt.
private struct Pair: Equatable {
    var first: UInt32 = 0
    var second: UInt32 = 0
}

extension UnsafeRawBufferPointer {
    fileprivate func word(_ place: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }

    fileprivate func pair(_ place: Int) -> Pair {
        Pair(first: word(place), second: word(place + 4))
    }

    /// The checksum of the format: two sums that run through the words.
    fileprivate func checksum(
        from start: Pair = Pair(),
        over range: Range<Int>,
        isBigEndian: Bool
    ) -> Pair {
        var sum = start
        for place in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
            let words = loadUnaligned(fromByteOffset: place, as: (UInt32, UInt32).self)
            let first = isBigEndian ? words.0.bigEndian : words.0.littleEndian
            let second = isBigEndian ? words.1.bigEndian : words.1.littleEndian
            sum.first = sum.first &+ first &+ sum.second
            sum.second = sum.second &+ second &+ sum.first
        }
        return sum
    }
}
