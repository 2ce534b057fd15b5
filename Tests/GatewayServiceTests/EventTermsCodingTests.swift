import GatewayDomain
import GatewayService
import Primitives
import Testing
import Wire

@Suite("How an event's terms are stored")
struct EventTermsCodingTests {
    private static func terms() throws -> EventTerms {
        let counter = CapCounter(
            rule: RuleID(validated: "r"),
            scope: .member,
            period: .month,
            key: 24_315
        )
        var terms = EventTerms(
            lines: [
                EventTerms.Line(id: "1", category: "茶\"", amountMinor: 1000),
                EventTerms.Line(id: "b", category: nil, amountMinor: 500, refundedMinor: 7),
            ],
            grants: [
                EventTerms.Granted(
                    rule: RuleID(validated: "r"),
                    asset: AssetID(validated: "points"),
                    amount: Points(15),
                    isConfirmable: true,
                    lines: [
                        Grant.Line(index: 0, granted: Points(10)),
                        Grant.Line(index: 1, granted: Points(5)),
                    ],
                    counters: [counter]
                ),
                EventTerms.Granted(
                    rule: RuleID(validated: "f"),
                    asset: AssetID(validated: "points"),
                    amount: Points(1),
                    isConfirmable: false,
                    lines: [Grant.Line(index: nil, granted: Points(1))],
                    counters: [],
                    transfer: "0199"
                ),
            ],
            isUniform: true,
            isCancelled: false
        )
        _ = try terms.refund(.lines([RefundRequest.Part(id: "b", amountMinor: 3)]))
        return terms
    }

    private static let golden = #"""
        {"v":1,"lines":[["1","茶\"",1000,0],["b",null,500,10]],"grants":[{"rule":"r",\#
        "asset":"points","amount":15,"confirmable":true,"lines":[[0,10],[1,5]],\#
        "counters":[["member","month",24315]]},{"rule":"f","asset":"points","amount":1,\#
        "lines":[[null,1]],"counters":[],"transfer":"0199"}],"uniform":true}
        """#

    @Test("the text is the one that was always written, and reads as the same terms")
    func golden() throws {
        let terms = try Self.terms()

        #expect(EventTermsCoding.text(of: terms) == Self.golden)
        #expect(try EventTermsCoding.terms(of: Self.golden) == terms)
    }

    @Test("a cancelled event is stored as such")
    func cancelled() throws {
        var terms = try Self.terms()
        _ = try terms.refund(.cancellation)
        let stored = try EventTermsCoding.terms(of: EventTermsCoding.text(of: terms))

        #expect(stored == terms)
        #expect(stored.isCancelled && stored.leftMinor == 0)
    }

    @Test(
        "a text that is none is refused, and nothing traps",
        arguments: [
            "", "{}", #"{"v":2,"lines":[],"grants":[]}"#, #"{"v":1,"lines":{},"grants":[]}"#,
            #"{"v":1,"lines":[["1",null,5,6]],"grants":[]}"#,
            #"{"v":1,"lines":[["1",null,-5,0]],"grants":[]}"#,
            #"{"v":1,"lines":[],"grants":[{"rule":"r"}]}"#,
            #"{"v":1,"lines":[],"grants":[],"more":1}"#,
        ]
    )
    func faulty(text: String) {
        #expect(throws: JSONFault.self) { try EventTermsCoding.terms(of: text) }
    }
}
