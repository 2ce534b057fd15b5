import BadgesDomain
import Primitives
import Sections
import Wire

/// The languages in which goals are explained.
enum Language: String, CaseIterable {
    case english = "en"
    case chinese = "zh"
}

/// What events and attributes are called by people.
struct EventWords: Sendable {
    /// One name in each language.
    typealias Name = [Language: String]

    /// The names of the suite's own events; a programme may give others.
    private static let own: [String: Name] = [
        "checkin.done": [.english: "Check in", .chinese: "签到"],
        "checkin.madeUp": [.english: "Make up a check-in", .chinese: "补签"],
        "lottery.drawn": [.english: "Play the lottery", .chinese: "抽奖"],
        "cardflip.played": [.english: "Play the card flip", .chinese: "翻牌"],
        "points.earned": [.english: "Earn points", .chinese: "获得积分"],
        "points.spent": [.english: "Spend points", .chinese: "使用积分"],
        "order.paid": [.english: "Order", .chinese: "下单"],
        "registration": [.english: "Register", .chinese: "注册"],
        "amount": [.english: "amount", .chinese: "数量"],
        "amountMinor": [.english: "amount in minor units", .chinese: "金额（分）"],
    ]

    private let names: [String: Name]

    /// `words: {order.paid: {en?, zh?}, …}`, which may be absent.
    static func read(_ reader: inout SectionReader) -> EventWords {
        let given = reader.nested("words") { words -> [String: Name]? in
            var names: [String: Name] = [:]
            for key in words.names {
                if !EventType.isValid(key) {
                    words.fault(at: String(key.prefix(64)), "is no name of an event or attribute")
                }
                names[key] = words.nested(key) { word in
                    Language.allCases.reduce(into: Name()) { name, language in
                        name[language] = word.text(language.rawValue, largest: 64)
                    }
                }
            }
            return names
        }
        let own = Self.own
        return EventWords(names: own.merging(given ?? [:]) { $0.merging($1) { $1 } })
    }

    /// What something is called; its own name where nobody has given it another.
    func name(of key: String, in language: Language) -> String {
        names[key]?[language] ?? key
    }
}
