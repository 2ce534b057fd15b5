import TestSupport
import Testing

@Suite("Commands at random, over random zones and clocks")
struct RandomTests {
    @Test("the stored streak is the one counted anew, and no award is granted twice, ever")
    func commands() {
        let seed = SeededGenerator.seed(for: "check-ins at random")
        var seen: Set<Character> = []
        for run in 0..<150 as Range<UInt64> {
            var commands = RandomCommands(seed: seed &+ run)
            for _ in 0..<120 {
                guard let done = commands.step() else { break }
                commands.compare(done)
            }
            seen.formUnion(commands.calendar)
        }
        #expect(seen == Set("xmpsf."))
    }
}
