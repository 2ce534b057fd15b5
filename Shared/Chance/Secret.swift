/// A value that only a reveal may show: no description, dump or mirror does.
package protocol Secret: FixedBytes, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// What kind of secret it is, so that one cannot be opened as another.
    static var kind: String { get }
}

extension Secret {
    /// A fresh secret from the system's secure generator.
    package static func random() -> Self { fromSystem() }

    /// The kind alone.
    package var description: String { "<\(Self.kind)>" }
    /// The kind alone.
    package var debugDescription: String { description }
    /// A mirror that shows nothing.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
