/// The versions of a programme that were asked for last, ready for use.
///
/// A list of what was done long ago asks for many versions, one after another and again with the
/// next page; so as many are kept as such a page may need, as long as their texts are small.
struct VersionMemory<Version> {
    private struct Known {
        let hash: String
        let version: Version
        let bytes: Int
        var lastUse: UInt64
    }

    /// How many versions are kept, however large they are.
    static var fewest: Int { 16 }
    /// How many versions are kept at most.
    static var most: Int { 256 }
    /// How many bytes the texts of more than `fewest` versions may have together.
    static var largestText: Int { 4_000_000 }

    private var known: [Int64: Known] = [:]
    private var bytes = 0
    private var uses: UInt64 = 0

    /// A version that is kept, where its section is that of a hash.
    mutating func version(_ number: Int64, hash: String) -> Version? {
        guard var found = known[number], found.hash == hash else { return nil }
        uses += 1
        found.lastUse = uses
        known[number] = found
        return found.version
    }

    /// Keeps a version, and forgets those that nobody has asked for the longest.
    ///
    /// - Parameters:
    ///   - version: The version.
    ///   - number: Its number.
    ///   - hash: That of its section.
    ///   - size: How many bytes its text has.
    mutating func keep(_ version: Version, numbered number: Int64, hash: String, of size: Int) {
        forget(number)
        uses += 1
        known[number] = Known(hash: hash, version: version, bytes: size, lastUse: uses)
        bytes += size
        while known.count > Self.fewest, known.count > Self.most || bytes > Self.largestText {
            guard let oldest = known.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
                return
            }
            forget(oldest.key)
        }
    }

    private mutating func forget(_ number: Int64) {
        bytes -= known.removeValue(forKey: number)?.bytes ?? 0
    }
}
