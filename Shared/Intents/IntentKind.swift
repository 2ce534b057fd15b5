import Primitives
import Storage

/// What becomes of the intents of one kind, whoever drives them: a make-up day, a draw, an order.
package struct IntentKind: Sendable {
    /// Gives what was asked for and makes the final answer; it cannot refuse.
    package typealias Finish =
        @Sendable (Settlement, Receipt, borrowing Transaction) throws -> Intent.Answer
    /// Gives back everything that was reserved; it cannot refuse.
    package typealias GiveBack =
        @Sendable (Settlement, ChargeRefusal, borrowing Transaction) throws -> Void

    /// Its name, which is stored and is a label of metrics: `makeup`, `draw`.
    package let name: String
    /// Where an intent of the kind is looked at: a path of the service that ends in its id.
    package let href: @Sendable (TimeOrderedID) -> String
    let finish: Finish
    let giveBack: GiveBack

    /// Describes a kind.
    ///
    /// Both closures run in the transaction that settles the intent, at most once in effect, and
    /// may be run again from their start. What they throw leaves the intent pending and raises an
    /// alarm, so they throw nothing but faults.
    ///
    /// - Parameters:
    ///   - name: Its name, which never changes while there are intents of it.
    ///   - path: The path before an intent's id, such as `/v1/makeups/`.
    ///   - finish: Runs once the charge is made; in a free intent, right after the reservation.
    ///   - giveBack: Runs once the gateway has refused the charge for ever.
    package init(
        _ name: String,
        lookedAtUnder path: String,
        finish: @escaping Finish,
        giveBack: @escaping GiveBack
    ) {
        self.name = name
        href = { "\(path)\($0)" }
        self.finish = finish
        self.giveBack = giveBack
    }
}

/// What the end of an intent needs to know beside the store.
package struct Settlement: Sendable {
    /// The intent, still as it was when it was pending.
    package let intent: Intent
    /// When it is settled, by the clock of the business.
    package let now: Instant
    private let random: (UInt64, UInt64)

    init(of intent: Intent, at now: Instant) {
        self.intent = intent
        self.now = now
        var generator = SystemRandomNumberGenerator()
        random = (generator.next(), generator.next())
    }

    /// A fresh id for the row at a place of what is written, from 0 on.
    package func id(_ place: Int) -> TimeOrderedID {
        TimeOrderedID(at: now, random: (random.0, random.1 &+ UInt64(truncatingIfNeeded: place)))
    }
}
