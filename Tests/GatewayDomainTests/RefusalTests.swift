import GatewayDomain
import Primitives
import Testing

/// An operation that is refused, and why.
struct Refused: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let account: Account
    let command: Command
    let refusal: LedgerRefusal

    init(
        _ description: String,
        _ account: Account,
        _ command: Command,
        _ refusal: LedgerRefusal
    ) {
        testDescription = description
        self.account = account
        self.command = command
        self.refusal = refusal
    }

    private static let past = Instant(milliseconds: Command.now.milliseconds - 1)
    private static let limit = LedgerRefusal.limitReached(
        limit: "largestBalance",
        of: .largestBalance
    )

    static let inOrder = [
        Refused(
            "a lapsed charge of a frozen account is lapsed",
            .having(0, state: .frozen),
            .debit([.points(1)], notAfter: past),
            .chargeLapsed(notAfter: past)
        ),
        Refused(
            "a lapsed charge of a closed account is lapsed",
            .having(0, state: .closed),
            .debit([.points(1)], notAfter: past),
            .chargeLapsed(notAfter: past)
        ),
        Refused(
            "a lapsed charge of one who has too little is lapsed",
            .having(0),
            .debit([.points(1)], notAfter: past),
            .chargeLapsed(notAfter: past)
        ),
        Refused(
            "a frozen account earns nothing",
            .having(10, state: .frozen),
            .credit(.points(1)),
            .accountFrozen
        ),
        Refused(
            "a frozen account spends nothing, whatever it has",
            .having(10, state: .frozen),
            .debit([.points(1)]),
            .accountFrozen
        ),
        Refused(
            "a frozen account that has too little is frozen",
            .having(0, state: .frozen),
            .debit([.points(1)]),
            .accountFrozen
        ),
        Refused(
            "a frozen account that is full is frozen",
            .having(Points.largestBalance.value, state: .frozen),
            .credit(.points(1)),
            .accountFrozen
        ),
        Refused(
            "a closed account earns nothing",
            .having(10, state: .closed),
            .credit(.points(1)),
            .accountClosed
        ),
        Refused(
            "a closed account spends nothing",
            .having(10, state: .closed),
            .debit([.points(1)]),
            .accountClosed
        ),
        Refused(
            "a full account earns nothing",
            .having(Points.largestBalance.value),
            .credit(.points(1)),
            limit
        ),
        Refused(
            "a member who has earned 2^53 - 1 in all earns nothing, though it is spent",
            Account(
                state: .open,
                balances: [.points: Balance(earnedTotal: .largestBalance)]
            ),
            .credit(.points(1)),
            limit
        ),
        Refused(
            "a member who has spent 2^53 - 1 in all spends nothing more",
            Account(
                state: .open,
                balances: [
                    .points: Balance(available: Points(5), spentTotal: .largestBalance)
                ]
            ),
            .debit([.points(1)]),
            limit
        ),
    ]
}

@Suite("What the ledger refuses")
struct RefusalTests {
    @Test(
        "the first reason in order is the one that is given",
        arguments: Refused.inOrder + Refused.ofHoldsAndTime
    )
    func order(_ refused: Refused) {
        #expect(refused.command.refusal(on: refused.account) == refused.refusal)
    }

    @Test(
        "a shortfall says what there is and what is missing",
        arguments: [(0, 1, 1), (49, 50, 1), (1, 1_000_000_000_000, 999_999_999_999)]
            as [(Int64, Int64, Int64)]
    )
    func shortfall(available: Int64, amount: Int64, missing: Int64) throws {
        let lines = try #require(
            shortfalls(of: .debit([.points(amount)]), on: .having(available))
        )

        #expect(lines == [.init(asset: .points, available: available, missing: missing)])
    }

    @Test("a debit with choices lists each choice's shortfall in the order of the choices")
    func shortfallOfChoices() throws {
        let lines = try #require(
            shortfalls(of: .debit([.tickets(1), .points(50)]), on: .having(30))
        )

        #expect(
            lines == [
                .init(asset: .tickets, available: 0, missing: 1),
                .init(asset: .points, available: 30, missing: 20),
            ]
        )
    }

    @Test("every refusal of the ledger has a row here")
    func completeness() {
        let short = Command.debit([.points(1)]).refusal(on: .having(0))
        let rows = Refused.inOrder + Refused.ofHoldsAndTime
        let met = Set((rows.map(\.refusal) + [short]).compactMap(name))

        // That a kind is not reversible is told before the rules are asked.
        #expect(
            met == [
                "insufficient", "frozen", "closed", "lapsed", "limit", "expired", "hold lapsed",
                "hold ended",
            ]
        )
    }

    /// A new case has to be named here, and then above.
    private func name(of refusal: LedgerRefusal?) -> String? {
        switch refusal {
        case nil: nil
        case .insufficientPoints: "insufficient"
        case .accountFrozen: "frozen"
        case .accountClosed: "closed"
        case .chargeLapsed: "lapsed"
        case .limitReached: "limit"
        case .alreadyExpired: "expired"
        case .holdLapsed: "hold lapsed"
        case .holdEnded: "hold ended"
        case .notReversible: "not reversible"
        }
    }

    private func shortfalls(
        of command: Command,
        on account: Account
    ) -> [LedgerRefusal.Shortfall.Line]? {
        guard case .insufficientPoints(let shortfalls) = command.refusal(on: account) else {
            return nil
        }
        return shortfalls.map(\.line)
    }
}
