import Chance
import GamesDomain
import Primitives
import Wire

extension EpochFinding {
    /// What a replay has found, in words.
    init(_ finding: ReplayFinding<Pseudonym>, entry sequence: Int64?) {
        self.init(
            entry: sequence,
            player: finding.player,
            nonce: finding.nonce,
            finding.what.words
        )
    }
}

extension ReplayFault {
    /// Whether it tells that a draw, or what lies under the cards, came out otherwise.
    var isOfDraw: Bool { drawWords != nil }

    /// The fault as a sentence without its end.
    var words: String { drawWords ?? playWords ?? wholeWords }

    /// What is at fault with a draw or a deal.
    private var drawWords: String? {
        switch self {
        case .outcomes(let expected, let recorded):
            "there are \(recorded) outcomes, not \(expected)"
        case .nonce(let expected): "the nonce is not \(expected)"
        case .pityBefore(let expected, let recorded):
            Self.differ("the pity counts before it", Self.text(recorded), Self.text(expected))
        case .weighting(let expected, let recorded):
            Self.differ("the weighting", Self.text(recorded), Self.text(expected))
        case .rolled(let expected, let recorded):
            "the prize \(recorded) was rolled; by the seed it is \(expected)"
        case .substitutions(let expected, let recorded):
            Self.differ("the substitutions", Self.text(recorded), Self.text(expected))
        case .given(let expected, let recorded):
            "the prize \(recorded) was given; by the rules it is \(expected)"
        case .reward(let expected, let recorded):
            Self.differ("the reward", Self.text(recorded), Self.text(expected))
        case .layout(let expected, let recorded):
            Self.differ("the layout", Self.text(recorded), Self.text(expected))
        default: nil
        }
    }

    /// What is at fault with a play or a round besides.
    private var playWords: String? {
        switch self {
        case .missing: "the nonce is missing: it was neither drawn nor refused"
        case .repeated: "the nonce stands twice"
        case .neverUsed: "by the closing state, the nonce was never used"
        case .epoch(let expected): "its epoch is later than \(expected)"
        case .count(let count): "the game is not played \(count) at once"
        case .begunOutside(let begun): "it began at \(begun), when the game was not open"
        case .settledBefore(let begun): "it was settled before it began at \(begun)"
        case .outOfOrder(let settled, let latest):
            "it is of \(settled), before \(latest) of what stands before it"
        case .period(let expected, let recorded):
            "it counts on \(recorded.day) in hour \(recorded.hour), "
                + "though it began on \(expected.day) in hour \(expected.hour)"
        case .unfoundedPeriod(let period):
            "it counts on \(period.day) in hour \(period.hour), in which the player began no play"
        case .noSuchRound: "no such round was open"
        case .extraFlips(let paid): "the round cannot have \(paid) extra flips"
        case .chosen(let positions): "the cards \(positions) cannot all have been turned"
        case .settlement(let expected, let recorded):
            Self.differ("what the round came to", Self.text(recorded), Self.text(expected))
        default: nil
        }
    }

    /// What is at fault with the epoch as a whole.
    private var wholeWords: String {
        switch self {
        case .closing(.stock(let prize)):
            "the closing stock of \(prize) does not follow from the entries"
        case .closing(.draws): "the closing count of draws does not follow from the entries"
        case .closing(.prizes): "the closing counts of prizes do not follow from the entries"
        case .closing(.pity): "the closing pity counts do not follow from the entries"
        case .overLimit(let limit, let most, let made):
            "the limit (\(limit.rawValue)) of \(most) is exceeded: there are \(made)"
        case .restock(let prize, let refusal): "\(prize) could not be restocked so: \(refusal)"
        default: "it is not as the rules make it"
        }
    }

    private static func differ(_ what: String, _ recorded: String, _ expected: String) -> String {
        "\(what): recorded \(recorded), expected \(expected)"
    }

    private static func text(_ form: some JSONForm) -> String {
        String(decoding: form.jsonBytes, as: UTF8.self)
    }

    private static func text(_ forms: [some JSONForm]) -> String {
        "[\(forms.map { text($0) }.joined(separator: ","))]"
    }

    private static func text(_ counts: [PoolID: Int64]) -> String {
        counts.sorted { $0.key.text < $1.key.text }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }
}
