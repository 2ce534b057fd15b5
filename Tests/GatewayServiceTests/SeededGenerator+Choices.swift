import TestSupport

extension SeededGenerator {
    /// An element of what is not empty.
    mutating func pick<Elements: RandomAccessCollection>(
        from elements: Elements
    ) -> Elements.Element {
        let offset = Int.random(in: 0..<elements.count, using: &self)
        return elements[elements.index(elements.startIndex, offsetBy: offset)]
    }

    /// Whether something that happens so many times in a hundred happens now.
    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }
}
