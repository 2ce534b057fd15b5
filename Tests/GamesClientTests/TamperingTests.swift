import Chance
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("What a dishonest operator would change is found and named")
struct TamperingTests {
    /// An epoch of a lottery in which much was played, as JSON.
    ///
    /// It is always the same one, as not every epoch has all that could be tampered with.
    private static func epoch(_ test: String) throws -> (export: EpochExport, json: JSON) {
        let export = try Sketch.epoch(of: Sketch.lottery, members: 40, steps: 500, seed: 3)[1]
        return (export, try JSONParser.parse(export.jsonBytes))
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
        let (_, json) = try Self.epoch("a changed head")
        let words = [
            "seed": "the commitment is not SHA-256 of the seed",
            "commitment": "the commitment is not SHA-256 of the seed",
            "versionHash": "the version's hash is not SHA-256 of the table",
            "table": "the table is not the canonical bytes of the rules",
        ]
        for (name, problem) in words {
            let found = try Self.findings(in: json.changed(at: [.name(name)]) { $0.leafChanged })
            #expect(found.contains("the epoch: of epoch 2, " + problem), "\(name)")
            // Only of another seed, all draws are others too.
            if name == "commitment" || name == "versionHash" { #expect(found.count == 1) }
        }
    }

    @Test("a weight, though the table and its hash are changed with it")
    func weight() throws {
        let (export, _) = try Self.epoch("a changed weight")
        let changed = [#""weight": 290}"#: #""weight": 291}"#]
        let entry = try Sketch.entry(Sketch.lottery, replacing: changed)
        let seed = export.head.version.seed
        let version = ExportedVersion(epoch: 2, seed: seed, of: entry)
        let other = export.with(version)
        let verification = EpochVerification(other)
        #expect(verification.drawsWrong > verification.drawsRight)
    }

    @Test("a nonce, a client seed or an integer of any draw, by the name of its draw")
    func draws() throws {
        let (export, json) = try Self.epoch("a changed draw")
        for place in Self.drawn(in: export).prefix(12) {
            guard case .play(let play) = export.entries[place].content else { continue }
            let nonce = play.start.reservation.firstNonce
            let name = "entry \(place + 1), player \(play.player), nonce "
            let entry: [JSON.Step] = [.name("entries"), .place(place)]
            let draw = entry + [.name("draws"), .place(0)]
            let integer = draw + [.name("integers"), .place(0), .place(1)]
            for path in [draw + [.name("nonce")], integer, entry + [.name("clientSeed")]] {
                let found = try Self.findings(in: json.changed(at: path) { $0.leafChanged })
                #expect(found.contains { $0.hasPrefix(name + "\(nonce): ") })
            }
        }
    }

    @Test("a play that was left out, with all entries numbered anew")
    func leftOut() throws {
        let (export, _) = try Self.epoch("a play left out")
        for place in Self.drawn(in: export).prefix(12) {
            var entries = export.entries
            guard case .play(let play) = entries.remove(at: place).content else { continue }
            let found = EpochVerification(export.with(entries)).findings.map(\.description)
            let name = "player \(play.player), nonce \(play.start.reservation.firstNonce): "
            #expect(found.contains(name + "the nonce is missing: it was neither drawn nor refused"))
        }
    }

    @Test("two plays in another order, with all entries numbered anew")
    func reordered() throws {
        let (export, _) = try Self.epoch("plays in another order")
        for place in Self.drawn(in: export).dropFirst().prefix(12) {
            var entries = export.entries
            guard entries[place].settledAt != entries[place - 1].settledAt else { continue }
            entries.swapAt(place, place - 1)
            #expect(!EpochVerification(export.with(entries)).isRight)
        }
    }

    @Test("a pity counter that was reset too early")
    func pity() throws {
        let (export, json) = try Self.epoch("a pity counter")
        let place = try #require(
            Self.drawn(in: export).first { place in
                guard case .play(let play) = export.entries[place].content,
                    case .settled(let drawn) = play.result
                else { return false }
                return drawn.draws[0].outcome.pityBefore.values.contains { $0 > 1 }
            }
        )
        let path: [JSON.Step] = [
            .name("entries"), .place(place), .name("draws"), .place(0), .name("pityBefore"),
        ]
        let found = try Self.findings(in: json.changed(at: path) { _ in ["gold": 0, "silver": 0] })
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("entry \(place + 1), ") == true)
        #expect(found.first?.contains("the pity counts before it: recorded") == true)
    }

    @Test("a substitution while stock was left")
    func substitution() throws {
        let (export, json) = try Self.epoch("a substitution")
        let place = try #require(
            Self.drawn(in: export).first { place in
                guard case .play(let play) = export.entries[place].content,
                    case .settled(let drawn) = play.result
                else { return false }
                return drawn.draws[0].outcome.giving.given.text == "mug"
            }
        )
        let draw: [JSON.Step] = [.name("entries"), .place(place), .name("draws"), .place(0)]
        let substituted = json.changed(at: draw + [.name("substitutions")]) { _ in
            [["prize": "mug", "reason": "out-of-stock", "left": 0]]
        }
        .changed(at: draw + [.name("given")]) { _ in "some" }
        .changed(at: draw + [.name("reward")]) { _ in ["asset": "points", "amount": 10] }
        let found = try Self.findings(in: substituted)
        #expect(found.contains { $0.contains("the substitutions: recorded [{\"prize\":\"mug\"") })
        #expect(found.contains { $0.hasSuffix("the prize some was given; by the rules it is mug") })
        #expect(found.allSatisfy { $0.hasPrefix("entry \(place + 1), ") })
    }

    @Test("a play that was refused because of what it would have drawn shows as refused")
    func refusal() throws {
        let (export, _) = try Self.epoch("a refused play")
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
