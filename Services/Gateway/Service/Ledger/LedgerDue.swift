/// What comes due in the ledger, by the names that the metrics bear.
enum LedgerDue: String, CaseIterable, Sendable {
    /// A pending credit, a hold or a lot of an account.
    case account
}
