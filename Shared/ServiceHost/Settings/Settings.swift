import Configuration
import Foundation

/// A service's settings, from flags, then the environment, then a file, then what is usual.
///
/// Everything is checked when they are read, so that a typo stops the start.
package struct Settings: Sendable {
    /// Variables that belong to other programs of the suite and stop nobody's start.
    private static let foreign: Set<String> = ["JIFEN_DATA", "JIFEN_SAMPLE_DATA"]

    private let texts: [String: String]
    private let integers: [String: Int]
    private let toggles: [String: Bool]

    /// Reads and checks all settings.
    ///
    /// - Parameters:
    ///   - declared: The settings that there are.
    ///   - arguments: The words of the command line, without the program's name.
    ///   - environment: The environment's variables.
    /// - Throws: `SettingFault` that names an unknown or unparsable setting.
    package init(
        _ declared: [Setting],
        arguments: [String],
        environment: [String: String]
    ) throws {
        let flags = try CommandLineWords.values(in: arguments, of: declared)
        let known = Set(declared.map(\.variable))
        let variables = environment.filter { $0.key.hasPrefix("JIFEN_") }
        for name in variables.keys.sorted() where !known.contains(name) {
            guard Self.foreign.contains(name) || name.hasPrefix("JIFEN_TEST_") else {
                throw SettingFault("the variable \(name) is not a setting")
            }
        }
        let path = flags["CONFIG"] ?? variables["JIFEN_CONFIG"]
        let reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: flags),
            EnvironmentVariablesProvider(
                environmentVariables: variables.reduce(into: [:]) {
                    $0[String($1.key.dropFirst(6))] = $1.value
                }
            ),
            EnvironmentVariablesProvider(
                environmentVariables: try path.map { try Self.file($0, declared) } ?? [:]
            ),
            EnvironmentVariablesProvider(
                environmentVariables: declared.reduce(into: [:]) { $0[$1.key] = $1.standard }
            ),
        ])
        (texts, integers, toggles) = try Self.read(declared, from: reader)
    }

    /// The text of a setting; empty where it is not set.
    package func text(_ name: String) -> String { texts[name] ?? "" }

    /// The number of a setting that is an integer.
    package func integer(_ name: String) -> Int { integers[name] ?? 0 }

    /// Whether a setting that is a toggle is on.
    package func isOn(_ name: String) -> Bool { toggles[name] ?? false }

    private static func read(
        _ declared: [Setting],
        from reader: ConfigReader
    ) throws -> ([String: String], [String: Int], [String: Bool]) {
        var texts: [String: String] = [:]
        var integers: [String: Int] = [:]
        var toggles: [String: Bool] = [:]
        for setting in declared {
            let key = ConfigKey([setting.key.lowercased()])
            let text = try reader.requiredString(forKey: key)
            switch setting.kind {
            case .text: texts[setting.name] = text
            case .choice(let words):
                guard words.contains(text) else {
                    throw refusal(setting, text, "one of \(words.joined(separator: ", "))")
                }
                texts[setting.name] = text
            case .integer(let range):
                // Lost is how it failed to parse; the refusal says what it may be.
                guard let value = try? reader.requiredInt(forKey: key), range.contains(value)
                else {
                    throw refusal(
                        setting,
                        text,
                        "a whole number from \(range.lowerBound) to \(range.upperBound)"
                    )
                }
                integers[setting.name] = value
            case .toggle:
                guard ["true", "false", ""].contains(text) else {
                    throw refusal(setting, text, "true or false")
                }
                toggles[setting.name] = text == "true"
            }
        }
        return (texts, integers, toggles)
    }

    private static func refusal(
        _ setting: Setting,
        _ text: String,
        _ wanted: String
    )
        -> SettingFault
    {
        SettingFault("the setting \(setting.name) is \"\(text)\" but must be \(wanted)")
    }

    /// The values of a file with a line `name = value` for each setting and `#` for remarks.
    private static func file(_ path: String, _ declared: [Setting]) throws -> [String: String] {
        // Lost is why it cannot be read; the fault names the file.
        guard let content = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingFault("the settings file \(path) cannot be read")
        }
        var values: [String: String] = [:]
        for line in content.split(whereSeparator: \.isNewline) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard parts.count == 2, let setting = declared.first(where: { $0.name == parts[0] })
            else { throw SettingFault("\(path): \"\(line)\" sets nothing that is known") }
            values[setting.key] = parts[1]
        }
        return values
    }
}
