/// The same words in Chinese and in English.
struct Words: Hashable {
    let zh: String
    let en: String

    init(_ zh: String, _ en: String) {
        (self.zh, self.en) = (zh, en)
    }

    /// What is the same in both, such as a name.
    init(both text: String) {
        self.init(text, text)
    }
}

extension [Words] {
    /// All of them in a row.
    func joined(_ zh: String, _ en: String) -> Words {
        Words(map(\.zh).joined(separator: zh), map(\.en).joined(separator: en))
    }
}
