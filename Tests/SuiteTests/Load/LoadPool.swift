import TestSupport

/// The latest of many, one of which can be looked at or taken out at random.
struct LoadPool<Element: Sendable>: Sendable {
    private let limit: Int
    private var elements: [Element] = []
    private var oldest = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// All that is in it, in no order.
    var all: [Element] { elements }

    mutating func insert(_ element: Element) {
        if elements.count < limit {
            elements.append(element)
        } else {
            elements[oldest] = element
            oldest = (oldest + 1) % limit
        }
    }

    func look(_ random: inout SeededGenerator) -> Element? {
        elements.randomElement(using: &random)
    }

    mutating func take(_ random: inout SeededGenerator) -> Element? {
        guard let index = elements.indices.randomElement(using: &random) else { return nil }
        elements.swapAt(index, elements.count - 1)
        return elements.removeLast()
    }
}

/// A sample of all that ever came, each with the same chance to be in it.
struct LoadSample<Element: Sendable>: Sendable {
    private let limit: Int
    private(set) var elements: [Element] = []
    private var count = 0

    init(limit: Int) {
        self.limit = limit
    }

    mutating func insert(_ element: Element, _ random: inout SeededGenerator) {
        count += 1
        if elements.count < limit {
            elements.append(element)
        } else {
            let place = Int.random(in: 0..<count, using: &random)
            if place < limit { elements[place] = element }
        }
    }

    func look(_ random: inout SeededGenerator) -> Element? {
        elements.randomElement(using: &random)
    }
}
