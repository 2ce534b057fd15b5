/// A source of integers without bias.
package protocol DrawSource {
    /// Draws one integer; each below the bound is exactly as likely as every other.
    ///
    /// - Parameter bound: From 1 on; 0 is taken for 1.
    /// - Returns: A uniform integer from 0 to below the bound.
    mutating func integer(below bound: UInt128) -> UInt128
}

extension DrawSource {
    /// Draws a place in a list.
    ///
    /// - Parameter count: From 1 on; what is less is taken for 1.
    /// - Returns: A uniform integer from 0 to below the count.
    package mutating func index(below count: Int) -> Int {
        Int(truncatingIfNeeded: integer(below: UInt128(clamping: count)))
    }

    /// Puts the elements into an order drawn uniformly from all orders (Fisher and Yates).
    ///
    /// From the last place down to the second, the element is exchanged with the one at a place
    /// drawn from those up to its own; so n elements take n - 1 integers.
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in elements.indices.dropFirst().reversed() {
            elements.swapAt(last, index(below: last + 1))
        }
    }

    /// The elements in an order drawn uniformly from all orders, as by `shuffle(_:)`.
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        shuffle(&elements)
        return elements
    }
}
