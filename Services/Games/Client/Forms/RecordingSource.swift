import Chance

/// A source that notes every integer that is drawn from it, with its bound, for the export.
package struct RecordingSource<Source: DrawSource>: DrawSource {
    /// What was drawn, in order.
    package private(set) var drawn: [DrawnInteger] = []
    /// What it draws from.
    package private(set) var source: Source

    /// Notes what is drawn from a source from now on.
    package init(_ source: Source) {
        self.source = source
    }

    /// Draws an integer, and notes it.
    package mutating func integer(below bound: UInt128) -> UInt128 {
        let integer = source.integer(below: bound)
        drawn.append(DrawnInteger(bound: bound, integer: integer))
        return integer
    }
}

extension RecordingSource: Sendable where Source: Sendable {}

extension RecordingSource: CustomStringConvertible, CustomReflectable {
    package var description: String { "a draw of \(drawn.count) integers" }

    /// A mirror without children: what was drawn tells what lies under the cards of a round.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
