import Chance
import Foundation
import ServiceHost

/// The file of the keys that seal seeds at rest.
enum SeedKeys {
    /// The setting that names it.
    static let setting = Setting(
        "seed-keys",
        .text,
        "The file of the keys that seal the seeds of draws at rest; must be set. Each line has an "
            + "id and 64 hexadecimal digits; the first key seals, all of them open."
    )

    /// The vault of a file's keys.
    ///
    /// - Throws: `SettingFault` that says what is wrong with it; no digit of a key stands in it.
    static func vault(_ settings: Settings) throws -> SeedVault {
        let path = settings.text(setting.name)
        guard !path.isEmpty else {
            throw SettingFault("the setting seed-keys is missing: the file of the seeds' keys")
        }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingFault("the setting seed-keys names \(path), which cannot be read")
        }
        let lines = text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace) }
            .filter { !$0.isEmpty && !$0[0].hasPrefix("#") }
        do {
            return try SeedVault(keys: lines.map { try key($0) })
        } catch let fault as VaultFault {
            throw SettingFault("the setting seed-keys names \(path): \(fault)")
        }
    }

    private static func key(_ words: [Substring]) throws(VaultFault) -> VaultKey {
        guard words.count == 2 else { throw .malformedKey }
        return try VaultKey(id: String(words[0]), hexadecimal: String(words[1]))
    }
}
