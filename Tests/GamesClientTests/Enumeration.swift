import Chance

/// Everything that a draw can come to, each with its exact chance.
///
/// The draw is made for every path of integers that it can ask for: what is counted is what the
/// code does, and no formula stands for it.
struct Enumeration<Outcome: Hashable> {
    /// The chance of each outcome.
    private(set) var chances: [Outcome: Fraction] = [:]

    /// Follows every path of integers.
    init(_ draw: (inout FollowedPath) -> Outcome) throws {
        var path = FollowedPath()
        var counts: [Mass: UInt128] = [:]
        repeat { Self.count(&path, draw, &counts) } while path.goOn(keeping: 0)
        try add(counts)
    }

    /// Follows the paths whose first integer stands at an end of one of some stretches, and counts
    /// them for the whole of it; so it is exact where all integers of a stretch come to the same.
    ///
    /// - Throws: `Uneven` where the two ends of a stretch come to different outcomes.
    init(alongEndsOf stretches: [Range<UInt128>], _ draw: (inout FollowedPath) -> Outcome) throws {
        for stretch in stretches {
            let first = Self.counts(beginningWith: stretch.lowerBound, draw)
            guard first == Self.counts(beginningWith: stretch.upperBound - 1, draw) else {
                throw Uneven()
            }
            try add(first.mapValues { $0 * (stretch.upperBound - stretch.lowerBound) })
        }
    }

    /// The two ends of a stretch came to different outcomes.
    struct Uneven: Error {}

    /// A chance left the 128 bits of fractions.
    struct TooFine: Error {}

    /// An outcome, and over what its paths are counted: the product of the bounds of their
    /// integers.
    private struct Mass: Hashable {
        let outcome: Outcome
        let space: UInt128
    }

    private static func counts(
        beginningWith first: UInt128,
        _ draw: (inout FollowedPath) -> Outcome
    ) -> [Mass: UInt128] {
        var path = FollowedPath(beginningWith: first)
        var counts: [Mass: UInt128] = [:]
        repeat { count(&path, draw, &counts) } while path.goOn(keeping: 1)
        return counts
    }

    private static func count(
        _ path: inout FollowedPath,
        _ draw: (inout FollowedPath) -> Outcome,
        _ counts: inout [Mass: UInt128]
    ) {
        let outcome = draw(&path)
        counts[Mass(outcome: outcome, space: path.bounds.reduce(1, *)), default: 0] += 1
    }

    private mutating func add(_ counts: [Mass: UInt128]) throws {
        for (mass, count) in counts {
            let chance = Fraction(count, over: mass.space)
            guard let sum = chance?.adding(chances[mass.outcome] ?? .zero) else { throw TooFine() }
            chances[mass.outcome] = sum
        }
    }
}

/// A source that gives the integers of one path, and then goes on to the next path, as the digits
/// of a number do.
struct FollowedPath: DrawSource {
    private var integers: [UInt128]
    /// The bounds below which integers were asked for.
    private(set) var bounds: [UInt128] = []

    init(beginningWith first: UInt128? = nil) {
        integers = first.map { [$0] } ?? []
    }

    /// The integers that were given.
    var given: ArraySlice<UInt128> { integers.prefix(bounds.count) }

    mutating func integer(below bound: UInt128) -> UInt128 {
        if bounds.count == integers.count { integers.append(0) }
        bounds.append(bound)
        return integers[bounds.count - 1]
    }

    /// Goes on to the next path that keeps so many first integers, and says whether there is one.
    mutating func goOn(keeping kept: Int) -> Bool {
        integers.removeLast(integers.count - bounds.count)
        while integers.count > kept, let last = integers.popLast() {
            let bound = bounds.removeLast()
            if last + 1 < bound {
                integers.append(last + 1)
                bounds.removeAll()
                return true
            }
        }
        return false
    }
}
