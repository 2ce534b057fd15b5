import GatewayDomain
import Primitives
import Testing

@Suite("The text of postings")
struct PostingTextTests {
    @Test(
        "each place has its letter, its day and its sign, for ever",
        arguments: [
            (Posting(.lot(LotKey(20_454, false)), 100), "a20454+100"),
            (Posting(.lot(LotKey(nil, false)), -7), "a*-7"),
            (Posting(.lapsed(LotKey(20_454, true)), 5), "x20454e+5"),
            (Posting(.held(LotKey(nil, true)), 7), "h*e+7"),
            (Posting(.held(LotKey(0, false)), -1), "h0-1"),
            (Posting(.pending, 1), "p+1"),
            (Posting(.pending, -1_000_000_000_000), "p-1000000000000"),
            (Posting(.lot(LotKey(-1, false)), 3), "a-1+3"),
            (Posting(.lot(LotKey(-719_528, true)), -3), "a-719528e-3"),
            (Posting(.lot(.never), Points.largestBalance.value), "a*+9007199254740991"),
        ]
    )
    func text(posting: Posting, text: String) {
        #expect(PostingText.text(of: [posting]) == text)
        #expect(PostingText.postings(of: text) == [posting])
    }

    @Test("several postings stand in their order")
    func several() throws {
        let postings = [
            Posting(.lot(LotKey(20_454, false)), -3), Posting(.held(LotKey(20_454, false)), 3),
            Posting(.lot(.never), -1), Posting(.held(.never), 1),
        ]
        #expect(PostingText.text(of: postings) == "a20454-3 h20454+3 a*-1 h*+1")
        #expect(PostingText.postings(of: "a20454-3 h20454+3 a*-1 h*+1") == postings)
        #expect(PostingText.postings(of: "") == [])
    }

    @Test(
        "a text that was not written here is none",
        arguments: [
            "a", "p", "+1", "a+1", "a*", "a*1", "a*+", "a*-", "a*+-1", "a*+1x", "a*+1.5", "p*+1",
            "p1+1", "z*+1", "A*+1", "a**+1", "ae+1", "a*ee+1", "a1ee+1", "a1e2+1", "a 1+1", "a*+ 1",
            "a9223372036854775808+1", "a1+9223372036854775808", "a1-9223372036854775809",
            "a9223372036854775807+1", "a-9223372036854775808+1", "a10000000+1", "a*+0", "a*-0",
            "a*+9007199254740992", "a*-9007199254740992", "a*+9223372036854775807", "a1+1,a2+1",
            "a1+1\ta2+1", "é", "a\u{0661}+1", "a*+\u{0661}", "\u{0}", "a1+1 b", "h", "x", "x+",
            "--",
            "++", "a--", "a-1", "p--1", "a--1+1",
        ]
    )
    func hostile(text: String) {
        #expect(PostingText.postings(of: text) == nil)
    }

    @Test("texts of any bytes are read or refused, and sums of what was read never trap")
    func mutations() {
        let bytes = Array("a20454+100 x20454e-5 h*+7 p+1".utf8)
        for place in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[place] = byte
                let read = PostingText.postings(of: String(decoding: changed, as: UTF8.self))
                #expect(read.map { $0.total.magnitude < 1 << 60 } ?? true)
            }
        }
    }
}
