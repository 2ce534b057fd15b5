/// One setting of a service: its name, what it may be, and what it is for.
///
/// The setting `body-limit` is the flag `--body-limit`, the variable `JIFEN_BODY_LIMIT` and the
/// line `body-limit = …` of the settings file.
package struct Setting: Sendable {
    /// What values a setting takes.
    package enum Kind: Sendable {
        /// Any text.
        case text
        /// A whole number in a range.
        case integer(ClosedRange<Int>)
        /// One of some words.
        case choice([String])
        /// On or off; as a flag it stands without a value.
        case toggle
    }

    /// Its name in lower case, words joined by hyphens.
    package let name: String
    /// What values it takes.
    package let kind: Kind
    /// What it is unless it is set; empty where it is not set at all.
    package let standard: String
    /// What it is for, with its unit.
    package let summary: String

    /// Declares a setting.
    package init(_ name: String, _ kind: Kind, standard: String = "", _ summary: String) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.summary = summary
    }

    /// Its name among the environment's variables.
    var variable: String { "JIFEN_" + key }

    var key: String { name.uppercased().replacing("-", with: "_") }
}

/// A setting that is unknown, or has a value that it does not take.
package struct SettingFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, naming the setting.
    package let description: String

    /// Says what is wrong.
    package init(_ description: String) {
        self.description = description
    }
}
