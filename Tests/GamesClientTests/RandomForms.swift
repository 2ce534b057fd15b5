import Chance
import GamesClient
import GamesDomain
import Primitives
import TestSupport

// Values with parts at random, also such as no game would make.

extension SeededGenerator {
    var number: Int64 { mutating get { Int64(bitPattern: next()) >> Int64(next() % 64) } }
    var count: Int64 { mutating get { Int64(next() >> 1) >> Int64(next() % 63) } }
    var flag: Bool { mutating get { next().isMultiple(of: 2) } }

    var instant: Instant {
        mutating get {
            Instant(milliseconds: Int64.random(in: 0...253_402_300_799_999, using: &self))
        }
    }

    var day: CalendarDay {
        mutating get {
            CalendarDay(daysSinceEpoch: Int64.random(in: -719_528...2_932_896, using: &self))
        }
    }

    mutating func id<ID: Identifier>(_ type: ID.Type = ID.self) -> ID {
        ID(validated: ["a", "p1", "gold:2", "x-_.Z"].randomElement(using: &self) ?? "a")
    }

    mutating func list<Element>(
        upTo most: Int = 3,
        _ element: (inout SeededGenerator) -> Element
    ) -> [Element] {
        (0..<Int.random(in: 0...most, using: &self)).map { _ in element(&self) }
    }

    mutating func counts<ID: Identifier>() -> [ID: Int64] {
        let pairs = list { random in (random.id(ID.self), random.count) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    mutating func byDay() -> PeriodCount {
        flag ? PeriodCount() : PeriodCount(period: day.daysSinceEpoch, count: count)
    }

    mutating func byNumber() -> PeriodCount {
        flag ? PeriodCount() : PeriodCount(period: number, count: count)
    }
}

extension Player {
    static func random(_ random: inout SeededGenerator) -> Player {
        Player(
            draws: random.count,
            reserved: random.count,
            onDay: random.byDay(),
            inHour: random.byNumber(),
            freeUsed: random.byDay(),
            chances: random.number,
            pity: random.counts(),
            prizes: random.counts(),
            nonces: random.byNumber()
        )
    }
}

extension GameState {
    static func random(_ random: inout SeededGenerator) -> GameState {
        let lines = random.list { random in
            let count = StockCount(
                given: random.count,
                restocked: random.number,
                today: random.byDay()
            )
            return (random.id(PrizeID.self), count)
        }
        return GameState(
            stock: Dictionary(lines, uniquingKeysWith: { first, _ in first }),
            reserved: random.count
        )
    }
}

extension Cost {
    static func random(_ random: inout SeededGenerator) -> Cost {
        Cost(asset: random.id(), amount: Points(random.number))
    }
}

extension PlayStart {
    static func random(_ random: inout SeededGenerator) -> PlayStart {
        let seed = String(repeating: "~", count: Int.random(in: 0...64, using: &random))
        let payment: PlayReservation.Payment =
            random.flag
            ? .chances(daily: random.count, kept: random.count)
            : .charge(random.list(Cost.random))
        let reservation = PlayReservation(
            count: [1, 10].randomElement(using: &random) ?? 1,
            epoch: max(1, random.count),
            firstNonce: max(1, random.count),
            begun: random.instant,
            period: PlayPeriod(day: random.day, hour: random.number),
            level: random.number,
            payment: payment
        )
        return PlayStart(reservation: reservation, clientSeed: ClientSeed(seed) ?? .none)
    }
}

extension Reward {
    static func random(_ random: inout SeededGenerator) -> Reward {
        switch random.next() % 5 {
        case 0: .asset(random.id(), Points(random.number))
        case 1: .freezes(random.number)
        case 2: .product(random.id(), quantity: random.number)
        case 3: .chances(random.number)
        default: .nothing
        }
    }
}

extension Face {
    static func random(_ random: inout SeededGenerator) -> Face {
        Face(prize: random.id(), reward: .random(&random))
    }
}

extension Hindrance {
    static func random(_ random: inout SeededGenerator) -> Hindrance {
        switch random.next() % 8 {
        case 0: .notYetOpen(opens: random.instant)
        case 1: .closed(since: random.instant)
        case 2: .level(atLeast: random.number)
        case 3: .locked(drawsMissing: random.number)
        case 4: .memberLimit(most: random.number)
        case 5: .dayStockGone(perDay: random.number)
        case 6: .notReleased(released: random.number)
        default: .outOfStock
        }
    }
}

extension Giving {
    static func random(_ random: inout SeededGenerator) -> Giving {
        Giving(
            rolled: random.id(),
            substitutions: random.list { random in
                Substitution(
                    prize: random.id(),
                    hindrance: .random(&random),
                    left: random.flag ? nil : random.number
                )
            },
            given: random.id(),
            reward: .random(&random)
        )
    }
}

extension Weighting {
    static func random(_ random: inout SeededGenerator) -> Weighting {
        switch random.next() % 3 {
        case 0: .plain
        case 1: .only(tier: random.number)
        default: .raised(random.list { Rise(tier: $0.number, by: $0.number) })
        }
    }
}

extension DrawRecord {
    static func random(_ random: inout SeededGenerator) -> DrawRecord {
        DrawRecord(
            outcome: DrawOutcome(
                nonce: random.number,
                pityBefore: random.counts(),
                weighting: .random(&random),
                giving: .random(&random)
            ),
            integers: random.list { random in
                let bound = UInt128(random.next()) << (random.next() % 64) + 1
                return DrawnInteger(bound: bound, integer: UInt128(random.next()) % bound)
            }
        )
    }
}

extension Round {
    static func random(_ random: inout SeededGenerator) -> Round {
        Round(
            mode: CardFlipMode.allCases.randomElement(using: &random) ?? .pick,
            layout: random.list(upTo: 9, Face.random),
            extraFlips: random.flag
                ? nil : ExtraFlips(costs: random.list(Cost.random), most: random.number),
            dealtOn: random.day,
            deadline: random.instant,
            flips: random.count,
            phase: Phase.allCases.randomElement(using: &random) ?? .open,
            turned: random.list { $0.number },
            extrasPaid: random.count,
            extrasPending: random.count
        )
    }
}

extension RoundSettlement {
    static func random(_ random: inout SeededGenerator) -> RoundSettlement {
        RoundSettlement(
            turned: random.list { TurnedCard(position: $0.number, face: .random(&$0)) },
            wins: random.list(Face.random),
            returned: random.counts()
        )
    }
}
