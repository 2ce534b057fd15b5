/// What one connection's reads have made of the whole store, until anything is committed.
struct ReadMemory {
    private var version: UInt32?
    private var values: [ObjectIdentifier: Any] = [:]

    /// The value of a type that was made of a version of the store, or nil.
    mutating func value<Value>(of version: UInt32, as type: Value.Type) -> Value? {
        if version != self.version {
            self.version = version
            values = [:]
        }
        guard let known = values[ObjectIdentifier(type)] else { return nil }
        return known as? Value
    }

    /// Keeps a value that was made of the version that was asked for last.
    mutating func keep<Value>(_ value: Value) {
        values[ObjectIdentifier(Value.self)] = value
    }
}
