/// What is done for members by itself, by the names that the metrics bear.
enum MemberDue: String, CaseIterable, Sendable {
    /// A day has come: that of a review, of the end of a level, or of growth.
    case day
    /// The programme counts otherwise.
    case recount
}
