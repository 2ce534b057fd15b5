import Primitives

/// What a rule makes of one line before its caps.
struct LineShare {
    /// The line's place in the order, or nil for the whole order.
    let index: Int?
    /// The exact ratio at which the line earns.
    var ratio = Ratio.zero
    /// The points, rounded down once.
    var points: Int64 = 0
    /// When they can be spent.
    var maturity = Maturity.immediate
}

extension [LineShare] {
    /// The sum of the points, or nil where it passes what one movement may be.
    var sum: Int64? {
        var sum = Points.zero
        for share in self {
            guard let next = sum.adding(Points(share.points)), next <= .largestMovement else {
                return nil
            }
            sum = next
        }
        return sum.value
    }

    /// Takes an excess off the last lines first.
    mutating func clip(by excess: Int64) {
        var excess = excess
        for index in indices.reversed() where excess > 0 {
            let taken = Swift.min(excess, self[index].points)
            self[index].points -= taken
            excess -= taken
        }
    }
}
