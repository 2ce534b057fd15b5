/// What becomes of returned points whose lot has expired meanwhile.
package enum ReturnPolicy: Hashable, Sendable {
    /// They last some days more (1 to 366), counted from the day of their return, once.
    case extend(days: Int64)
    /// They are forfeited.
    case forfeit

    /// What holds where the programme says nothing: 30 days more.
    package static let usual = ReturnPolicy.extend(days: 30)
}
