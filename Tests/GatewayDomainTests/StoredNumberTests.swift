import GatewayDomain
import Testing

@Suite("Numbers that are stored and hashed")
struct StoredNumberTests {
    @Test(
        "a kind of transfer keeps its number, its name and its counterparty",
        arguments: [
            (TransferKind.refused, 0, "refused", Counterparty.none),
            (.credit, 1, "credit", .issuance), (.debit, 2, "debit", .redemption),
            (.pendingCredit, 3, "pendingCredit", .issuance),
            (.confirmation, 4, "confirmation", .none), (.hold, 5, "hold", .none),
            (.capture, 6, "capture", .redemption), (.release, 7, "release", .none),
            (.lapse, 8, "lapse", .none), (.expiry, 9, "expiry", .expiry),
            (.reversal, 10, "reversal", .none),
        ] as [(TransferKind, Int64, String, Counterparty)]
    )
    func kind(_ kind: TransferKind, number: Int64, name: String, counterparty: Counterparty) {
        #expect(kind.rawValue == number)
        #expect(kind.name == name)
        #expect(kind.counterparty == counterparty)
    }

    @Test(
        "a counterparty keeps its number",
        arguments: [(Counterparty.none, 0), (.issuance, 1), (.redemption, 2), (.expiry, 3)]
            as [(Counterparty, Int64)]
    )
    func counterparty(_ counterparty: Counterparty, number: Int64) {
        #expect(counterparty.rawValue == number)
    }

    @Test(
        "a state of an account keeps its number and its name",
        arguments: [
            (Account.State.open, 0, "open"), (.frozen, 1, "frozen"), (.closed, 2, "closed"),
        ] as [(Account.State, Int64, String)]
    )
    func state(_ state: Account.State, number: Int64, name: String) {
        #expect(state.rawValue == number)
        #expect(state.name == name)
    }
}
