import JifenService
import Primitives
import Testing

@Suite("A log of purchases")
struct PurchaseFileTests {
    private static let header = "customer date number value\n"

    @Test(
        "a value is read as it is written, to the hundredth",
        arguments: [
            ("0.00", 0), ("0.29", 29), ("11.77", 1177), ("12", 1200), ("12.5", 1250),
            ("1286.01", 128_601), ("10000000000.00", 1_000_000_000_000),
        ]
    )
    func values(text: String, amount: Int64) throws {
        let file = try Self.file("00004 19970131 2 \(text)")
        let purchase = try #require(file.purchases.first)
        #expect(purchase.line == 2 && purchase.eventID == "line-2")
        #expect(purchase.customer == "00004" && purchase.quantity == 2)
        #expect(purchase.day.description == "1997-01-31")
        #expect(purchase.amountMinor == amount)
    }

    @Test(
        "a line that is none of a log's is named, and why",
        arguments: [
            ("1 19970131 2", "3 words"), ("1 19970131 2 3.00 4", "5 words"),
            ("a/b 19970131 2 3.00", "customer"), ("1 19970230 2 3.00", "date"),
            ("1 19691231 2 3.00", "date"), ("1 1997131 2 3.00", "date"),
            ("1 1997-1-31 2 3.00", "date"), ("1 19970131 -2 3.00", "whole one"),
            ("1 19970131 2.5 3.00", "whole one"), ("1 19970131 1234567890 3.00", "whole one"),
            ("1 19970131 2 3.001", "12.34"), ("1 19970131 2 -3.00", "12.34"),
            ("1 19970131 2 3.0.0", "12.34"), ("1 19970131 2 .50", "12.34"),
            ("1 19970131 2 3.", "12.34"), ("1 19970131 2 3,00", "12.34"),
            ("1 19970131 2 1e3", "12.34"), ("1 19970131 2 10000000000.01", "12.34"),
            ("1 19970131 2 99999999999999999999", "12.34"),
        ]
    )
    func malformed(line: String, reason: String) throws {
        let fault = try #require(throws: CommandFault.self) {
            try Self.file("1 19970101 1 1.00\n\n\(line)\n1 19970101 1 1.00")
        }
        #expect(fault.isInput)
        #expect(fault.description.hasPrefix("line 4: "), "\(fault)")
        #expect(fault.description.contains(reason), "\(fault)")
    }

    @Test("a purchase where the header must be is not lost in silence")
    func noHeader() throws {
        let fault = try #require(throws: CommandFault.self) {
            try PurchaseFile(bytes: Array("1 19970131 2 3.00\n".utf8))
        }
        #expect(fault.isInput && fault.description.hasPrefix("line 1: a header"))
    }

    @Test("a log without purchases is refused", arguments: ["", "\n\n", header])
    func empty(text: String) throws {
        let fault = try #require(throws: CommandFault.self) {
            try PurchaseFile(bytes: Array(text.utf8))
        }
        #expect(fault.isInput)
    }

    @Test("a file that is not there is named")
    func missing() throws {
        let fault = try #require(throws: CommandFault.self) {
            try PurchaseFile(path: "/nowhere/orders.txt")
        }
        #expect(fault.isInput && fault.description.contains("/nowhere/orders.txt"))
    }

    @Test("white space may be any, and lines may end as on other systems")
    func whiteSpace() throws {
        let file = try Self.file(" \t1\t19970131  2 3.00 \r\n\r\n2 19970131 1 1.00\r\n")
        #expect(file.purchases.map(\.line) == [2, 4])
        #expect(file.purchases.map(\.amountMinor) == [300, 100])
        #expect(file.purchases.map(\.eventID) == ["line-2", "line-4"])
    }

    @Test("days are in order, the purchases of a day in that of the file")
    func days() throws {
        let file = try Self.file(
            "1 19970202 1 1.00\n1 19970101 1 2.00\n2 19970202 1 3.00\n3 19961231 1 4.00"
        )
        #expect(file.days.map(\.day.description) == ["1996-12-31", "1997-01-01", "1997-02-02"])
        #expect(file.days.map { $0.purchases.map(\.line) } == [[5], [3], [2, 4]])
    }

    private static func file(_ lines: String) throws -> PurchaseFile {
        try PurchaseFile(bytes: Array((header + lines).utf8))
    }
}
