/// Takes the words of a command line apart by the settings that there are.
enum CommandLineWords {
    /// The values that the words set, by the settings' keys.
    ///
    /// - Throws: `SettingFault` that names the word at fault.
    static func values(
        in words: [String],
        of declared: [Setting]
    ) throws(SettingFault) -> [String: String] {
        var values: [String: String] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let flag = parts.first, flag.hasPrefix("--"),
                let setting = declared.first(where: { "--" + $0.name == flag })
            else { throw SettingFault("\(word) is not a setting; --help lists them") }
            let value: String
            if parts.count == 2 {
                value = String(parts[1])
            } else if case .toggle = setting.kind {
                value = "true"
            } else if let next = rest.popFirst() {
                value = next
            } else {
                throw SettingFault("\(word) needs a value")
            }
            values[setting.key] = value
        }
        return values
    }

    /// The text that `--help` prints.
    static func help(name: String, summary: String, settings: [Setting]) -> String {
        var text = "\(name): \(summary)\n\nSettings, as flags, as variables (`JIFEN_…`) or as "
        text += "lines of the file that --config names:\n"
        for setting in settings {
            let value: String
            switch setting.kind {
            case .text: value = " TEXT"
            case .integer(let range): value = " \(range.lowerBound)…\(range.upperBound)"
            case .choice(let words): value = " " + words.joined(separator: "|")
            case .toggle: value = ""
            }
            let standard = setting.standard.isEmpty ? "" : " (usually \(setting.standard))"
            text += "  --\(setting.name)\(value)\n      \(setting.summary)\(standard)\n"
        }
        return text
    }
}
