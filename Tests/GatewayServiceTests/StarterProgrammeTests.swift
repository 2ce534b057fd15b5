import Foundation
import GatewayDomain
import GatewayService
import JifenService
import Primitives
import Testing

@Suite("The starter programme")
struct StarterProgrammeTests {
    private static func section() throws -> GatewaySection {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = try ProgrammeFile(
            path: root.appending(path: "compose/programmes/starter.yaml").path
        )
        return try GatewaySection(file.section(of: SuiteMember.all[0]))
    }

    private static func order(
        _ amountMinor: Int64,
        _ category: String? = nil,
        on date: (Int64, Int64, Int64)
    ) throws -> BusinessEvent {
        BusinessEvent(
            type: EventType(validated: "order.paid"),
            day: try #require(CalendarDay(year: date.0, month: date.1, day: date.2)),
            amountMinor: amountMinor,
            lines: [.init(id: "1", category: category, amountMinor: amountMinor)]
        )
    }

    @Test(
        "gives 1 point for 1.00, more on double and member days, and 500 a day at most",
        arguments: [
            (1999, (2026, 3, 4), 19), (1999, (2026, 3, 8), 29), (1999, (2026, 8, 8), 39),
            (1999, (2026, 11, 11), 39), (1999, (1997, 1, 8), 29), (1999, (1997, 8, 8), 39),
            (1999, (1997, 1, 1), 19),
            (50_000, (2026, 3, 4), 500), (50_100, (2026, 3, 4), 500), (40_000, (2026, 3, 8), 500),
        ] as [(Int64, (Int64, Int64, Int64), Int64)]
    )
    func earning(amountMinor: Int64, date: (Int64, Int64, Int64), points: Int64) throws {
        let judgement = try Self.section().earning
            .judge(Self.order(amountMinor, on: date)) { _ in .zero }

        #expect(judgement.grants.map(\.amount) == [Points(points)])
        #expect(judgement.grants.map(\.maturity) == [.immediate])
        #expect(judgement.grants.map(\.asset.text) == ["points"])
    }

    @Test("lets presale points wait 15 days for the order's confirmation")
    func presale() throws {
        let judgement = try Self.section().earning
            .judge(Self.order(100, "presale", on: (2026, 12, 28))) { _ in .zero }

        #expect(
            judgement.grants.map(\.maturity) == [
                .pending(
                    availableOn: CalendarDay(year: 2027, month: 1, day: 12),
                    isConfirmable: true
                )
            ]
        )
    }

    @Test("ends points with the year after that of earning, and tickets never")
    func expiry() throws {
        let section = try Self.section()

        #expect(section.assets.map(\.id.text) == ["points", "tickets"])
        #expect(section.assets.map(\.expiry) == [.yearEnd(years: 1), .never])
        #expect(section.earning.role(of: EventType(validated: "order.refunded")) == .refunds)
        #expect(section.earning.role(of: EventType(validated: "order.cancelled")) == .cancels)
        #expect(section.earning.role(of: EventType(validated: "order.received")) == .confirms)
    }
}
