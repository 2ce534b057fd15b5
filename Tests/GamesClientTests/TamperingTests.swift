import Chance
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("What a dishonest operator would change is found and named")
struct TamperingTests {
    /// Does something with epochs of a lottery in which much was played, also as JSON.
    ///
    /// - Parameters:
    ///   - test: What is tampered with.
    ///   - isNeeded: What must stand in an epoch; it is played on until something of it does.
    ///   - body: What is done.
    /// - Throws: What the body throws, or what kept the epochs from being played.
    private static func epochs(
        _ test: String,
        needing isNeeded: @escaping (ExportedEntry) -> Bool = { _ in true },
        _ body: (EpochExport, JSON) throws -> Void
    ) throws {
        for seed in EpochSeeds.all(for: test) {
            let export = try Sketch.epoch(of: Sketch.lottery, members: 40, steps: 500, seed: seed) {
                $0.contains(where: isNeeded)
            }[1]
            try body(export, try JSONParser.parse(export.jsonBytes))
        }
    }

    private static func findings(in json: JSON) throws -> [String] {
        EpochVerification(try EpochExport(pages: [json])).findings.map(\.description)
    }

    /// The places of the plays that were drawn by the epoch's own seed.
    private static func drawn(in export: EpochExport) -> [Int] {
        export.entries.indices.filter { place in
            guard case .play(let play) = export.entries[place].content else { return false }
            return !play.isRefused && play.start.reservation.epoch == export.head.version.epoch
        }
    }

    @Test("the seed, the commitment, the hash and the table, each by a byte")
    func head() throws {
        let words = [
            "seed": "the commitment is not SHA-256 of the seed",
            "commitment": "the commitment is not SHA-256 of the seed",
            "versionHash": "the version's hash is not SHA-256 of the table",
            "table": "the table is not the canonical bytes of the rules",
        ]
        try Self.epochs("a changed head") { _, json in
            for (name, problem) in words {
                let changed = json.changed(at: [.name(name)]) { $0.leafChanged }
                let found = try Self.findings(in: changed)
                #expect(found.contains("the epoch: of epoch 2, " + problem), "\(name)")
                // Only of another seed, all draws are others too.
                if name == "commitment" || name == "versionHash" { #expect(found.count == 1) }
            }
        }
    }

    @Test("a weight, though the table and its hash are changed with it")
    func weight() throws {
        let changed = [#""weight": 290}"#: #""weight": 291}"#]
        let entry = try Sketch.entry(Sketch.lottery, replacing: changed)
        try Self.epochs("a changed weight") { export, _ in
            let seed = export.head.version.seed
            let version = ExportedVersion(epoch: 2, seed: seed, of: entry)
            let other = export.with(version)
            let verification = EpochVerification(other)
            #expect(verification.drawsWrong > verification.drawsRight)
        }
    }

    @Test("a nonce, a client seed or an integer of any draw, by the name of its draw")
    func draws() throws {
        try Self.epochs("a changed draw") { export, json in
            for place in Self.drawn(in: export).prefix(12) {
                guard case .play(let play) = export.entries[place].content else { continue }
                let nonce = play.start.reservation.firstNonce
                let name = "entry \(place + 1), player \(play.player), nonce "
                let entry: [JSON.Step] = [.name("entries"), .place(place)]
                let draw = entry + [.name("draws"), .place(0)]
                let integer = draw + [.name("integers"), .place(0), .place(1)]
                for path in [draw + [.name("nonce")], integer] {
                    let found = try Self.findings(in: json.changed(at: path) { $0.leafChanged })
                    #expect(found.contains { $0.hasPrefix(name + "\(nonce): ") })
                }
                // Another client seed may draw the same integers in some of its draws, or in all.
                let changed = json.changed(at: entry + [.name("clientSeed")]) { $0.leafChanged }
                let other = changed["entries"]?[place]?["clientSeed"]?.text
                let isSame = export.drawsTheSame(at: place, by: try #require(other))
                let found = try Self.findings(in: changed)
                #expect(found.contains { $0.hasPrefix(name) } == !isSame)
            }
        }
    }

    @Test("a play that was left out, with all entries numbered anew")
    func leftOut() throws {
        try Self.epochs("a play left out") { export, _ in
            for place in Self.drawn(in: export).prefix(12) {
                var entries = export.entries
                guard case .play(let play) = entries.remove(at: place).content else { continue }
                let found = EpochVerification(export.with(entries)).findings.map(\.description)
                let nonce = play.start.reservation.firstNonce
                let problem = "the nonce is missing: it was neither drawn nor refused"
                #expect(found.contains("player \(play.player), nonce \(nonce): " + problem))
            }
        }
    }

    @Test("two plays in another order, with all entries numbered anew")
    func reordered() throws {
        try Self.epochs("plays in another order") { export, _ in
            for place in Self.drawn(in: export).dropFirst().prefix(12) {
                var entries = export.entries
                guard entries[place].settledAt != entries[place - 1].settledAt else { continue }
                entries.swapAt(place, place - 1)
                #expect(!EpochVerification(export.with(entries)).isRight)
            }
        }
    }

    @Test("a pity counter that was reset too early")
    func pity() throws {
        func isLate(_ outcome: DrawOutcome) -> Bool {
            outcome.pityBefore.values.contains { $0 > 1 }
        }
        try Self.epochs("a pity counter", needing: { $0.isFirstDraw(isLate) }) { export, json in
            let place = try #require(export.entries.firstIndex { $0.isFirstDraw(isLate) })
            let path: [JSON.Step] = [
                .name("entries"), .place(place), .name("draws"), .place(0), .name("pityBefore"),
            ]
            let changed = json.changed(at: path) { _ in ["gold": 0, "silver": 0] }
            let found = try Self.findings(in: changed)
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("entry \(place + 1), ") == true)
            #expect(found.first?.contains("the pity counts before it: recorded") == true)
        }
    }

    @Test("a substitution while stock was left")
    func substitution() throws {
        func isMug(_ outcome: DrawOutcome) -> Bool { outcome.giving.given.text == "mug" }
        try Self.epochs("a substitution", needing: { $0.isFirstDraw(isMug) }) { export, json in
            let place = try #require(export.entries.firstIndex { $0.isFirstDraw(isMug) })
            let draw: [JSON.Step] = [.name("entries"), .place(place), .name("draws"), .place(0)]
            let substituted = json.changed(at: draw + [.name("substitutions")]) { _ in
                [["prize": "mug", "reason": "out-of-stock", "left": 0]]
            }
            .changed(at: draw + [.name("given")]) { _ in "some" }
            .changed(at: draw + [.name("reward")]) { _ in ["asset": "points", "amount": 10] }
            let found = try Self.findings(in: substituted)
            #expect(
                found.contains { $0.contains("the substitutions: recorded [{\"prize\":\"mug\"") }
            )
            let given = "the prize some was given; by the rules it is mug"
            #expect(found.contains { $0.hasSuffix(given) })
            #expect(found.allSatisfy { $0.hasPrefix("entry \(place + 1), ") })
        }
    }

    @Test("a play that was refused because of what it would have drawn shows as refused")
    func refusal() throws {
        try Self.epochs("a refused play") { export, _ in
            let place = try #require(Self.drawn(in: export).last)
            guard case .play(let play) = export.entries[place].content else { return }
            var entries = export.entries
            let refused = ExportedPlay<DrawnPlay>(
                player: play.player,
                start: play.start,
                settledAt: play.settledAt,
                result: .refused(reason: "insufficient-points")
            )
            entries[place] = ExportedEntry(sequence: entries[place].sequence, .play(refused))
            let verification = EpochVerification(export.with(entries))
            #expect(verification.refused == export.entries.count(where: \.isGivenBack) + 1)
            #expect(!verification.isRight)
        }
    }
}

extension ExportedEntry {
    /// Whether something is so of the first draw of a play; not where nothing was drawn.
    fileprivate func isFirstDraw(_ isSo: (DrawOutcome) -> Bool) -> Bool {
        guard case .play(let play) = content, case .settled(let drawn) = play.result,
            let first = drawn.draws.first
        else { return false }
        return isSo(first.outcome)
    }
}

extension EpochExport {
    /// The export with other entries, numbered anew.
    fileprivate func with(_ entries: [ExportedEntry]) -> EpochExport {
        let numbered = entries.enumerated().map { place, entry in
            ExportedEntry(sequence: Int64(place) + 1, entry.content)
        }
        return EpochExport(head: head, players: players, entries: numbered)
    }

    /// The export of another version.
    fileprivate func with(_ version: ExportedVersion) -> EpochExport {
        let head = EpochHead(
            game: head.game,
            kind: head.kind,
            day: head.day,
            openedAt: head.openedAt,
            closedAt: head.closedAt,
            version: version,
            earlier: head.earlier,
            opening: head.opening,
            closing: head.closing
        )
        return EpochExport(head: head, players: players, entries: entries)
    }
}

extension JSON {
    /// A step down into a value.
    enum Step {
        case name(String)
        case place(Int)
    }

    /// The value with what stands at a path changed.
    func changed(at path: some Collection<Step>, _ change: (JSON) -> JSON) -> JSON {
        guard let first = path.first else { return change(self) }
        switch (first, self) {
        case (.place(let place), .array(var elements)):
            elements[place] = elements[place].changed(at: path.dropFirst(), change)
            return .array(elements)
        case (.name(let name), .object(let members)):
            return .object(
                members.map { member in
                    guard member.name == name else { return member }
                    return Member(name, member.value.changed(at: path.dropFirst(), change))
                }
            )
        default: return self
        }
    }
}
