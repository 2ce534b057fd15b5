import Chance
import GamesClient
import GamesDomain
import Primitives
import Problems
import Storage
import Wire

/// Everything that a page of a lottery, or of a card flip before a round, shows to one member.
struct GamePage {
    let entry: GameEntry
    let version: Int64
    /// The epoch that is open, or opens with the next play.
    let epoch: Int64
    let isPaused: Bool
    let commitment: Commitment?
    let nextCommitment: Commitment?
    let now: Instant
    let state: GameState
    let pseudonym: Pseudonym
    let player: Player
    let traits: Traits
    /// The member's round of a card flip that goes on, or nil.
    let round: PageRound?
}

/// A member's round as the page of its card flip shows it.
enum PageRound {
    /// Its start is being paid for, and is looked at there.
    case pending(TimeOrderedID, href: String)
    /// It was dealt.
    case dealt(RoundAnswer)

    /// The round that keeps the member from starting another, or nil where it is over.
    fileprivate var blocking: TimeOrderedID? {
        switch self {
        case .pending(let id, _): id
        case .dealt(let round): round.isDue ? nil : round.id
        }
    }

    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .pending(let id, let href):
            writer.member("id", id.description)
            writer.member("state", PlayRow.State.pending.name)
            writer.member("href", href)
        case .dealt(let round): round.write(to: &writer)
        }
    }
}

extension GamePage {
    /// Why a single play would be refused now, or nil where it could begin.
    var refusal: Problem? {
        if isPaused {
            return Problem(.notOpen, "the game is paused", members: [.init("isPaused", true)])
        }
        if let round = round?.blocking { return RoundRow.isOpen(round) }
        var (state, player) = (state, player)
        let request = PlayRequest(epoch: epoch, at: now, traits: traits)
        do throws(PlayRefusal) {
            switch entry.game {
            case .lottery(let lottery): _ = try lottery.begin(request, &state, &player)
            case .cardFlip(let game): _ = try game.begin(request, &state, &player)
            }
            return nil
        } catch {
            return problem(of: error)
        }
    }

    /// The problem of a refusal; of one for want of something, with what the member has.
    private func problem(of refusal: PlayRefusal) -> Problem {
        let problem = Problem(refusal)
        guard case .notEligible = refusal else { return problem }
        let own: [JSON.Member] = [
            .init("level", .integer(traits.level)), .init("growth", .integer(traits.growth)),
        ]
        return Problem(problem.slug, problem.detail, members: problem.members + own)
    }

    /// Whether the member may play for what it is; where not, the programme may hide the game.
    var isEligible: Bool {
        let terms = entry.game.terms
        return terms.eligibility.holds(for: traits, on: terms.zone.day(of: now))
    }

    /// Writes the members of the page.
    func write(to writer: inout JSONWriter) {
        let terms = entry.game.terms
        writer.member("game", entry.id.text)
        writer.member("kind", entry.kind.rawValue)
        writer.member("title", entry.display.title)
        writer.member("description", ifPresent: entry.display.description)
        writer.member("skin", ifPresent: entry.display.skin?.rawValue)
        writer.member("version", version)
        writer.member("asOf", now.description)
        writer.member("isPaused", isPaused)
        let refusal = refusal
        writer.member("isPlayable", refusal == nil)
        if let refusal {
            writer.name("why")
            writer.object { writer in
                writer.member("type", "/problems/\(refusal.slug.rawValue)")
                writer.member("title", refusal.slug.title)
                writer.member("detail", ifPresent: refusal.detail)
                writer.members(refusal.members)
            }
        }
        writer.name("window")
        writer.object { terms.window.write(to: &$0) }
        writeCosts(terms, to: &writer)
        writeLimits(terms, to: &writer)
        writePrizes(to: &writer)
        entry.game.writeOwn(to: &writer, player)
        writeFairness(to: &writer)
        guard let round else { return }
        writer.name("round")
        writer.object { round.write(to: &$0) }
    }

    private func writeCosts(_ terms: GameTerms, to writer: inout JSONWriter) {
        writer.name("cost")
        writer.array(terms.costs) { writer, cost in cost.write(to: &writer) }
        let day = PlayPeriod(at: now, in: terms.zone).day
        writer.name("free")
        writer.object { writer in
            writer.member("left", player.chancesLeft(on: day, terms.free))
            writer.member("perDay", terms.free.perDay)
            if terms.free.perDay > 0 {
                writer.member("resetsAt", terms.zone.start(of: day.following).description)
            }
        }
    }

    private func writeLimits(_ terms: GameTerms, to writer: inout JSONWriter) {
        let period = PlayPeriod(at: now, in: terms.zone)
        writer.name("limits")
        writer.array(PlayLimit.allCases.filter { terms.limits.most($0) != nil }) { writer, limit in
            let most = terms.limits.most(limit) ?? 0
            let used = terms.limits.used(limit, in: period, state, player)
            writer.object { writer in
                writer.member("limit", limit.name)
                writer.member("most", most)
                writer.member("used", used)
                writer.member("left", max(0, most - min(most, used)))
                let resetsAt = terms.reset(of: limit, in: period)
                writer.member("resetsAt", ifPresent: resetsAt?.description)
            }
        }
    }

    private func writeFairness(to writer: inout JSONWriter) {
        writer.name("player")
        writer.object { writer in
            writer.member("pseudonym", pseudonym.description)
            writer.member("draws", player.draws)
        }
        writer.name("fairness")
        writer.object { writer in
            writer.member("epoch", epoch)
            writer.member("nextNonce", player.nextNonce(in: epoch))
            writer.member("commitment", ifPresent: commitment?.description)
            writer.member("nextCommitment", ifPresent: nextCommitment?.description)
            writer.member("versionHash", entry.versionHash.description)
            writer.member("epochs", "/v1/fairness/\(entry.id.text)/epochs")
        }
    }
}
