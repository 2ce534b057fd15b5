import Calls

/// The way to one neighbour: who it is, if it is there, and what kinds of messages it takes.
package struct Lane: Sendable {
    /// The neighbour's name, as rows have it.
    package let name: String
    /// The neighbour, or nil where its address is not configured.
    package let neighbour: Neighbour?
    /// The kinds of messages that it takes.
    package let deliveries: [Delivery]

    /// Describes a way.
    package init(to name: String, at neighbour: Neighbour?, _ deliveries: [Delivery]) {
        self.name = name
        self.neighbour = neighbour
        self.deliveries = deliveries
    }
}
