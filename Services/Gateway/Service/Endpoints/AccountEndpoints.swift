import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Freezes and unfreezes accounts; each action is kept with who did it and why.
struct AccountEndpoints: Sendable {
    let store: Store
    let ledger: Ledger
    let stamps: Stamps

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/members/{member}/freeze",
                for: .roles([.operator])
            ) { try await change(to: .frozen, "freeze", $0) },
            Endpoint(
                .post,
                "/v1/members/{member}/unfreeze",
                for: .roles([.operator])
            ) { try await change(to: .open, "unfreeze", $0) },
        ]
    }

    private func change(
        to state: Account.State,
        _ action: String,
        _ exchange: borrowing Exchange
    ) async throws -> Reply {
        let member = try exchange.member()
        let json = try exchange.json()
        var reader = try ObjectReader(json)
        let reason = try reader.text("reason")
        try reader.finish()
        let stamp = try stamps.stamp(exchange)
        let key = ReplyKey(
            caller: stamp.caller.name,
            route: "members/\(action)",
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(operation: action, path: [member.text], body: json).bytes,
            now: stamp.now
        )
        return try await store.write(deadline: exchange.deadline) { [ledger] transaction in
            Reply(
                try transaction.once(key) { transaction in
                    try ledger.change(member, to: state, reason: reason, stamp, transaction)
                    return KeyedReply(
                        status: 200,
                        body: Reply.json { writer in
                            writer.member("member", member.text)
                            writer.member("state", state.name)
                        }.body
                    )
                }
            )
        }
    }
}

extension Ledger {
    /// Freezes or unfreezes an account.
    fileprivate func change(
        _ member: MemberID,
        to state: Account.State,
        reason: String,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws {
        _ = try programme.current(transaction.reads)
        let account =
            try transaction.reads.account(of: member)
            ?? transaction.open(member, salt: stamp.salt(0))
        guard account.state != .closed else { throw Problem(LedgerRefusal.accountClosed) }
        try transaction.execute(
            "UPDATE account SET state = ? WHERE number = ?",
            .int(state.rawValue),
            .int(account.number)
        )
        try transaction.execute(
            """
            INSERT INTO account_action (account, place, at, state, caller, reason)
            VALUES (?,
                (SELECT COALESCE(MAX(place), 0) + 1 FROM account_action WHERE account = ?),
                ?, ?, ?, ?)
            """,
            .int(account.number),
            .int(account.number),
            .int(stamp.now.milliseconds),
            .int(state.rawValue),
            .text(stamp.caller.name),
            .text(reason)
        )
        let subject = "member:\(member.text)"
        try transaction.record(
            OperatorAction("account.\(state.name)", on: subject, because: reason, stamp)
        )
    }
}
