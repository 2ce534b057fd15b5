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
            if !text.isEmpty { text += " " }
            switch posting.place {
            case .lot(let key): text += "a" + self.text(of: key)
            case .lapsed(let key): text += "x" + self.text(of: key)
            case .held(let key): text += "h" + self.text(of: key)
            case .pending: text += "p"
            }
            text += posting.amount < 0 ? "\(posting.amount)" : "+\(posting.amount)"
        }
        return text
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

    private static func text(of key: LotKey) -> String {
        (key.lastDay.map { "\($0.daysSinceEpoch)" } ?? "*") + (key.isExtended ? "e" : "")
    }

    private static func posting(of word: Substring.UTF8View) -> Posting? {
        let signs = [UInt8(ascii: "+"), UInt8(ascii: "-")]
        guard let sign = word.dropFirst().lastIndex(where: signs.contains),
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

    private static func lot(of text: Substring.UTF8View) -> LotKey? {
        let isExtended = text.last == UInt8(ascii: "e")
        let day = isExtended ? text.dropLast() : text
        if day.elementsEqual("*".utf8) { return LotKey(lastDay: nil, isExtended: isExtended) }
        guard let number = Int64(Substring(day)), days.contains(number) else { return nil }
        return LotKey(lastDay: CalendarDay(daysSinceEpoch: number), isExtended: isExtended)
    }
}
