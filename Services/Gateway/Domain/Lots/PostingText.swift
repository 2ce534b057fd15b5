import Primitives

/// The text in which postings are stored: `a20454+100 x20454e-5 h*+7 p+1`.
///
/// A letter for the place (`a` lot, `x` lapsed, `h` held, `p` pending), the lot's last day as days
/// since 1970-01-01 or `*` for never, `e` for extended, then the signed amount. The text is hashed
/// and never changes.
package enum PostingText {
    /// The days that a lot may end with: from the year 0 on, some thousands of years past 9999.
    private static let days: ClosedRange<Int64> = -719_528...9_999_998

    /// Writes postings.
    package static func text(of postings: [Posting]) -> String {
        var text = ""
        for posting in postings {
            if !text.isEmpty { text.append(" ") }
            switch posting.place {
            case .lot(let key): append("a", key, to: &text)
            case .lapsed(let key): append("x", key, to: &text)
            case .held(let key): append("h", key, to: &text)
            case .pending: text.append("p")
            }
            if posting.amount >= 0 { text.append("+") }
            text.append(posting.amount.description)
        }
        return text
    }

    private static func append(_ letter: String, _ key: LotKey, to text: inout String) {
        text.append(letter)
        text.append(key.lastDay?.daysSinceEpoch.description ?? "*")
        if key.isExtended { text.append("e") }
    }

    /// Reads postings, or nil where the text is none that was written here.
    package static func postings(of text: String) -> [Posting]? {
        var postings: [Posting] = []
        for word in text.utf8.split(separator: UInt8(ascii: " ")) {
            guard let posting = posting(of: word) else { return nil }
            postings.append(posting)
        }
        return postings
    }

    private static func posting(of word: Substring.UTF8View) -> Posting? {
        guard let sign = word.dropFirst().lastIndex(where: isSign),
            let amount = Int64(Substring(word[sign...])), amount != 0,
            amount.magnitude <= Points.largestBalance.value.magnitude
        else { return nil }
        let key = word[word.index(after: word.startIndex)..<sign]
        switch word.first {
        case UInt8(ascii: "p") where key.isEmpty: return Posting(.pending, amount)
        case UInt8(ascii: "a"): return lot(of: key).map { Posting(.lot($0), amount) }
        case UInt8(ascii: "x"): return lot(of: key).map { Posting(.lapsed($0), amount) }
        case UInt8(ascii: "h"): return lot(of: key).map { Posting(.held($0), amount) }
        default: return nil
        }
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }

    private static func lot(of text: Substring.UTF8View) -> LotKey? {
        let isExtended = text.last == UInt8(ascii: "e")
        let day = isExtended ? text.dropLast() : text
        if day.elementsEqual("*".utf8) { return LotKey(lastDay: nil, isExtended: isExtended) }
        guard let number = Int64(Substring(day)), days.contains(number) else { return nil }
        return LotKey(lastDay: CalendarDay(daysSinceEpoch: number), isExtended: isExtended)
    }
}
