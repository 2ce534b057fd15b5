import GatewayDomain
import Primitives

/// Asks the rules what an operation does to an account.
struct Decider {
    /// What an operation does.
    struct Decision {
        let movement: Movement
        /// When what it grants becomes available, or what it holds lapses.
        var until: Instant?
        /// What it worked on, or made, as it is afterwards.
        var item = Material.none
    }

    /// For how long points are held where nobody says it: 7 days.
    static let usualHoldMs: Int64 = 7 * 86_400_000

    /// The id of the row that the operation becomes.
    let id: TimeOrderedID
    /// When the operation arrived.
    let arrivedAt: Instant
    /// The instant that it is in the account, never before what has happened in it.
    let now: Instant
    let section: GatewaySection
    let material: Material

    /// Decides on an operation; where it is refused the account stays as it was.
    func decision(
        on operation: Operation,
        _ subject: Subject,
        _ account: inout Account
    ) -> Result<Decision, LedgerRefusal> {
        Result { () throws(LedgerRefusal) in try decide(operation, subject, &account) }
    }

    private func decide(
        _ operation: Operation,
        _ subject: Subject,
        _ account: inout Account
    ) throws(LedgerRefusal) -> Decision {
        switch operation.action {
        case .credit(let credit): return try add(credit, subject.charges[0], &account)
        case .debit(let debit):
            return Decision(
                movement: try account.debit(
                    subject.charges,
                    notAfter: debit.notAfter,
                    now: arrivedAt
                )
            )
        case .hold(let hold): return try reserve(hold, subject.charges[0], &account)
        case .capture(_, let amount):
            guard case .hold(var hold) = material else { throw .holdEnded }
            let movement = try account.capture(&hold, amount, now: now)
            return Decision(movement: movement, item: .hold(hold))
        case .release:
            guard case .hold(var hold) = material else { throw .holdEnded }
            let movement = try account[hold.asset].release(&hold, now: now, way(of: hold.asset))
            return Decision(movement: movement, item: .hold(hold))
        case .reversal(_, let amount):
            guard case .reversible(var reversible) = material, reversible.target.isReversible,
                let asset = subject.target.flatMap({ AssetID($0.asset) }),
                let movement = try account[asset].reverse(&reversible, amount, way(of: asset))
            else { throw .notReversible(subject.target?.kind ?? .refused) }
            return Decision(movement: movement, item: .reversible(reversible))
        }
    }

    private func add(
        _ credit: Operation.Credit,
        _ charge: Account.Charge,
        _ account: inout Account
    ) throws(LedgerRefusal) -> Decision {
        let zone = section.calendar
        guard let availableAt = credit.availableAt, availableAt > now else {
            let today = zone.day(of: now)
            let policy = section.terms(of: charge.asset).expiry
            let lot = LotKey(lastDay: credit.expiresOn ?? policy.expiryDay(earnedOn: today))
            return Decision(movement: try account.credit(charge, to: lot, on: today))
        }
        let movement = try account.creditPending(
            charge,
            availableOn: zone.day(of: availableAt),
            expiresOn: credit.expiresOn
        )
        let pending = PendingCredit(
            id: id,
            asset: charge.asset,
            left: charge.amount,
            availableAt: availableAt,
            isConfirmable: false,
            expiresOn: credit.expiresOn
        )
        return Decision(movement: movement, until: availableAt, item: .pending(pending))
    }

    private func reserve(
        _ reservation: Operation.Reservation,
        _ charge: Account.Charge,
        _ account: inout Account
    ) throws(LedgerRefusal) -> Decision {
        let usual = Instant(milliseconds: now.milliseconds + Self.usualHoldMs)
        let lapsesAt = reservation.expiresAt ?? usual
        let movement = try account.hold(charge, until: lapsesAt, now: now)
        let hold = Hold(
            id: id,
            asset: charge.asset,
            lapsesAt: lapsesAt,
            pieces: movement.postings.sources
        )
        return Decision(movement: movement, until: lapsesAt, item: .hold(hold))
    }

    private func way(of asset: AssetID) -> Return {
        Return(on: section.calendar.day(of: now), section.terms(of: asset).returned)
    }
}
