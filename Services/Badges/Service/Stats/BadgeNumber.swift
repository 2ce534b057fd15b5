import BadgesDomain
import Primitives
import ServiceHost

/// What is counted by day; the names are stored and never change.
enum BadgeNumber: String, DayNumber {
    /// Events that were told, on their own days; the item is their type.
    case events
    /// Those of them that others undo.
    case undone
    /// Tiers that were given; the item is the badge and the tier.
    case given
    /// Tiers that were taken.
    case taken
    /// Members that came to a higher level; the item is its number.
    case rose
    /// Members that fell to a lower one.
    case fell
    /// Tasks that were taken up; the item is the task.
    case takenUp
    /// Tasks that were rewarded.
    case done
    /// Those of them that were claimed.
    case claimed
    /// Rewards; the item is the asset.
    case assets
    /// Freezes that were handed out as rewards.
    case freezes
    /// Goods that were handed out as rewards; the item is the product.
    case goods
}

extension BadgesDesk.Turn {
    /// Counts the tiers that a turn has given and taken.
    mutating func countTiers(
        from former: [BadgeID: Set<TierID>],
        to held: [BadgeID: Set<TierID>]
    ) {
        for (badge, tiers) in held {
            let known = former[badge] ?? []
            for tier in tiers.subtracting(known) {
                tally.add(.given, "\(badge) \(tier)", on: today)
            }
            for tier in known.subtracting(tiers) {
                tally.add(.taken, "\(badge) \(tier)", on: today)
            }
        }
    }

    /// Counts a level that the member did not have when the turn began.
    mutating func countLevel() {
        let level = standing.inForce
        guard level != knownLevel else { return }
        tally.add(level > knownLevel ? .rose : .fell, "\(level)", on: today)
    }
}

extension DayTally<BadgeNumber> {
    /// Counts a reward that is handed out.
    mutating func add(_ reward: Award, on day: CalendarDay) {
        for item in reward.items {
            switch item {
            case .asset(let asset, let amount):
                add(.assets, asset.text, amount: amount.value, on: day)
            case .freezes(let number): add(.freezes, of: number, on: day)
            case .goods(let product, let number):
                add(.goods, product.text, of: number, on: day)
            }
        }
    }
}
