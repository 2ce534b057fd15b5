import Sections
import ServiceHost
import Storage
import Synchronization
import Testing
import Wire

@Suite("What a store of versions keeps in memory", .timeLimit(.minutes(1)))
struct ProgrammeMemoryTests {
    @Test("reads none again of the versions that a long list goes through, page by page")
    func readOnce() async throws {
        try await Probe.withStore { store in
            let programme = ProgrammeStore<CountedMenu>()
            try await store.write { transaction in
                for number in 1...Int64(200) { try transaction.insert(number, "small \(number)") }
            }
            let numbers = Array(Int64(1)...200)
            for number in numbers.reversed() + numbers {
                let version = try store.read { try programme.version(numbered: number, $0) }
                #expect(version?.section.menu.dishes == ["small \(number)"])
            }
            #expect(CountedMenu.count(of: "small") == 200)
        }
    }

    @Test("forgets what nobody has asked for the longest where versions are large")
    func largeVersions() async throws {
        try await Probe.withStore { store in
            let programme = ProgrammeStore<CountedMenu>()
            let long = String(repeating: "x", count: 200_000)
            try await store.write { transaction in
                for number in Int64(1)...30 {
                    try transaction.insert(number, "large \(number) \(long)")
                }
            }
            func ask(_ number: Int64) throws {
                _ = try store.read { try programme.version(numbered: number, $0) }
            }
            for number in Int64(1)...30 {
                // The first is asked for again and again, so it stays.
                try ask(1)
                try ask(number)
            }
            #expect(CountedMenu.count(of: "large") == 30)
            // Beside the first, those that 4,000,000 bytes have room for are kept: 13 to 30.
            for number in Int64(14)...30 { try ask(number) }
            #expect(CountedMenu.count(of: "large") == 30)
            try ask(2)
            #expect(CountedMenu.count(of: "large") == 31)
        }
    }
}

/// A menu that counts how often one is read whose dish begins with a word.
private struct CountedMenu: ProgrammeSection {
    private static let counts = Mutex<[String: Int]>([:])

    let menu: Menu

    init(_ json: JSON) throws(ProgrammeFaults) {
        menu = try Menu(json)
        let word = menu.dishes.first?.split(separator: " ").first.map(String.init) ?? ""
        Self.counts.withLock { $0[word, default: 0] += 1 }
    }

    static func count(of word: String) -> Int { counts.withLock { $0[word] ?? 0 } }

    func faults(following earlier: CountedMenu) -> [JSONFault] { [] }
}
