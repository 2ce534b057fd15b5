import GatewayDomain
import Primitives
import Testing

@Suite("What an operation does to a balance")
struct MovementTests {
    @Test("a credit adds to what is available and to what was ever earned")
    func credit() throws {
        let before = Balance(
            available: Points(30),
            pending: Points(4),
            held: Points(5),
            earnedTotal: Points(100),
            spentTotal: Points(70)
        )
        let account = Account(state: .open, balances: [.points: before])

        let movement = try Command.credit(.points(12)).run(on: account)

        #expect(movement.kind == .credit)
        #expect(movement.asset == .points)
        #expect(movement.amount == Points(12))
        #expect(
            movement.balance
                == Balance(
                    available: Points(42),
                    pending: Points(4),
                    held: Points(5),
                    earnedTotal: Points(112),
                    spentTotal: Points(70)
                )
        )
    }

    @Test("a debit takes from what is available and adds to what was ever spent")
    func debit() throws {
        let before = Balance(
            available: Points(30),
            pending: Points(4),
            held: Points(5),
            earnedTotal: Points(100),
            spentTotal: Points(70)
        )
        let account = Account(state: .open, balances: [.points: before])

        let movement = try Command.debit([.points(30)]).run(on: account)

        #expect(movement.kind == .debit)
        #expect(movement.amount == Points(30))
        #expect(
            movement.balance
                == Balance(
                    available: .zero,
                    pending: Points(4),
                    held: Points(5),
                    earnedTotal: Points(100),
                    spentTotal: Points(100)
                )
        )
    }

    @Test("an account has nothing of an asset that it has never had")
    func firstCredit() throws {
        let movement = try Command.credit(.tickets(2)).run(on: Account())

        #expect(movement.balance == Balance(available: Points(2), earnedTotal: Points(2)))
    }

    @Test(
        "the first choice that is there in full is taken, and only that one",
        arguments: [
            ([Account.Charge.tickets(1), .points(50)], Account.Charge.tickets(1)),
            ([.tickets(3), .points(50)], .points(50)),
            ([.points(101), .tickets(2)], .tickets(2)),
            ([.points(100), .tickets(2)], .points(100)),
            ([.points(101), .tickets(3), .points(1)], .points(1)),
        ]
    )
    func oneOf(choices: [Account.Charge], taken: Account.Charge) throws {
        let account = Account(
            state: .open,
            balances: [
                .points: Balance(available: Points(100)), .tickets: Balance(available: Points(2)),
            ]
        )

        let movement = try Command.debit(choices).run(on: account)

        #expect(Account.Charge(asset: movement.asset, amount: movement.amount) == taken)
        let before: Int64 = taken.asset == .points ? 100 : 2
        #expect(movement.balance.available == Points(before - taken.amount.value))
    }

    @Test("pending and held points are not there to be spent")
    func reserved() {
        let balance = Balance(available: Points(1), pending: Points(50), held: Points(50))
        let account = Account(state: .open, balances: [.points: balance])

        #expect(Command.debit([.points(2)]).refusal(on: account) != nil)
        #expect(Command.debit([.points(1)]).refusal(on: account) == nil)
    }

    @Test(
        "a charge may be made until its last millisecond",
        arguments: [(-1, false), (0, true), (1, true)] as [(Int64, Bool)]
    )
    func lastInstant(later: Int64, mayBeMade: Bool) {
        let notAfter = Instant(milliseconds: Command.now.milliseconds + later)
        let refusal = Command.debit([.points(1)], notAfter: notAfter).refusal(on: .having(10))

        #expect((refusal == nil) == mayBeMade)
    }

    @Test(
        "a balance may reach 2^53 - 1 and no more, by one credit or by many",
        arguments: [(1, true), (2, true), (3, false)] as [(Int64, Bool)]
    )
    func largestBalance(amount: Int64, fits: Bool) {
        let account = Account.having(Points.largestBalance.value - 2)

        #expect((Command.credit(.points(amount)).refusal(on: account) == nil) == fits)
    }
}
