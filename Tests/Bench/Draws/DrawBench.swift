import Chance

/// Draws from the fair stream for so many seconds, and prints how many draws a second it made.
///
/// Each draw is one that a member makes: a nonce and a client seed of its own, one integer.
@main
enum DrawBench {
    static func main() {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int64($0) } ?? 1
        let configuration = CanonicalBytes(.record(["id": .text("wheel")]))
        let key = EpochKey(
            seed: .random(),
            game: "wheel",
            version: VersionHash(of: configuration),
            epoch: "2026-03-01"
        )
        let clock = ContinuousClock()
        let start = clock.now
        let names = (0..<64).map { _ in Pseudonym.random() }
        let seeds = names.compactMap { ClientSeed("\($0)") }
        var (draws, sum) = (UInt64(0), UInt128(0))
        while clock.now - start < .seconds(seconds) {
            for (name, seed) in zip(names, seeds) {
                draws += 1
                var stream = key.draw(of: name, nonce: draws, clientSeed: seed)
                sum &+= stream.integer(below: 1_000_003)
            }
        }
        let (whole, fraction) = (clock.now - start).components
        let took = Double(whole) + Double(fraction) / 1e18
        // The sum is used, so that no draw can be left out.
        guard sum > 0 else { return }
        print(Double(draws) / took)
    }
}
