import Primitives

extension EpochReplay {
    /// Looks at the epoch as a whole: whether nonces are missing, limits kept, and its closing
    /// state the one that its entries lead to.
    ///
    /// - Parameters:
    ///   - closing: The state in which the epoch was closed.
    ///   - settledLater: The nonces of this epoch that were settled in a later one.
    /// - Returns: What is not right, in no order of players.
    package func finish(
        _ closing: EpochClosing<Key>,
        settledLater: [Key: [ClosedRange<Int64>]] = [:]
    ) -> [ReplayFinding<Key>] {
        var findings = findings(in: closing)
        let used = Set(nonces.keys).union(settledLater.keys).union(closing.players.keys)
        for player in used {
            let ranges = (nonces[player] ?? []) + (settledLater[player] ?? [])
            let next = closing.players[player]?.nextNonce(in: epoch) ?? 1
            findings += Self.gaps(in: ranges, upTo: next).map {
                ReplayFinding(player, $0.nonce, $0.fault)
            }
        }
        for (player, made) in plays {
            findings += overLimits(made, of: player)
            // Where a play is settled later, it may be the one that began in the period.
            if settledLater[player] == nil { findings += unfounded(made, of: player) }
        }
        return findings + [overTotal].compactMap { $0 }
    }

    /// Nonces that are missing, stand twice or were never used, the first of each stretch.
    private static func gaps(
        in ranges: [ClosedRange<Int64>],
        upTo end: Int64
    ) -> [(nonce: Int64, fault: ReplayFault)] {
        var next: Int64 = 1
        var found: [(nonce: Int64, fault: ReplayFault)] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { found.append((next, .missing)) }
            if range.lowerBound < next { found.append((range.lowerBound, .repeated)) }
            next = max(next, range.upperBound.clampedSum(1))
        }
        if next < end { found.append((next, .missing)) }
        if next > end { found.append((end, .neverUsed)) }
        return found
    }
}
