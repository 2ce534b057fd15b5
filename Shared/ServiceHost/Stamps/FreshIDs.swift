import Primitives

/// Fresh ids for what a command makes, the same when it is run again.
package struct FreshIDs {
    private let make: (Int) -> TimeOrderedID
    private var place = 0

    /// Takes the ids of places from 0 on, such as a stamp's.
    package init(_ make: @escaping (Int) -> TimeOrderedID) {
        self.make = make
    }

    /// The id of the next place.
    package mutating func next() -> TimeOrderedID {
        defer { place += 1 }
        return make(place)
    }
}
