import Primitives

/// How much the relay sends at once, and how long it waits after failures.
package struct RelayLimits: Sendable {
    /// How many rows one request holds at most; a kind may set less.
    package var largestBatch = 500
    /// How many bytes a request's body has at most, about.
    package var largestBytes = 512 * 1024
    /// How many requests to one neighbour are under way at once.
    package var flights = 4
    /// How many rows of a neighbour are held in memory beside those under way.
    package var window = 1000
    /// How many rows are held in memory at most while others of their members make the neighbour
    /// fail.
    package var mostHeld = 20_000
    /// The time that a request has.
    package var timeout = Duration.seconds(15)
    /// The longest pause after failures in a row; it lands in the upper half.
    package var pause = DoublingPause(from: .milliseconds(100), upTo: .seconds(10))
    /// How long the relay waits before it looks whether a neighbour takes its token again.
    package var probePause = Duration.seconds(15)
    /// How long a request that is under way is waited for when the service stops.
    package var landing = Duration.seconds(2)
    /// How often it looks for rows that nobody has told it of.
    package var lookout = Duration.seconds(60)
    /// How often a batch is sent that is answered 500 before it is halved.
    package var patience = 3
    /// How often a single row is sent that is not answered in time, or that is answered 500 and is
    /// the last of what was sent with it, before it is parked; never while nothing gets through.
    package var longPatience = 8

    /// The usual ones.
    package init() {}
}
