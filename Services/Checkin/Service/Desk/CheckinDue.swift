/// What comes due in the check-in, by the names that the metrics bear.
enum CheckinDue: String, CaseIterable, Sendable {
    /// A day has ended for a member.
    case day
}
