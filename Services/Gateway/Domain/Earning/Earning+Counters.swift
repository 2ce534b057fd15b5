extension Earning {
    /// Where what the rules grant for an event would be counted.
    package func counters(for event: BusinessEvent) -> [CapCounter] {
        rules.filter { $0.event == event.type }.flatMap { rule in
            rule.caps.map { $0.counter(of: rule.id, on: event.day) }
        }
    }
}
