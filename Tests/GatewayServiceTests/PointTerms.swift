import Foundation
import Primitives
import Testing
import Wire

/// A programme of the random tests, and its sentences about days as plainly as possible.
struct PointTerms: Sendable, CustomTestStringConvertible {
    /// How long points last.
    enum Expiry: Sendable {
        case never
        case yearEnd(Int64)
        case rolling(months: Int64, exactDay: Bool)
    }

    /// What is said about one asset.
    struct Asset: Sendable {
        let expiry: Expiry
        /// By how many days returned points outlive their lot, or nil where they are forfeited.
        let extendDays: Int64?
    }

    let testDescription: String
    let zone: String
    let assets: [String: Asset]

    init(_ zone: String, points: Asset, tickets: Asset) {
        testDescription = "\(zone), points \(points.expiry), tickets \(tickets.expiry)"
        self.zone = zone
        assets = ["points": points, "tickets": tickets]
    }

    static let all = [
        PointTerms(
            "Asia/Shanghai",
            points: Asset(expiry: .yearEnd(1), extendDays: 30),
            tickets: Asset(expiry: .rolling(months: 1, exactDay: false), extendDays: nil)
        ),
        PointTerms(
            "Asia/Shanghai",
            points: Asset(expiry: .rolling(months: 2, exactDay: true), extendDays: 5),
            tickets: Asset(expiry: .never, extendDays: nil)
        ),
        PointTerms(
            "America/New_York",
            points: Asset(expiry: .rolling(months: 1, exactDay: false), extendDays: nil),
            tickets: Asset(expiry: .yearEnd(1), extendDays: 366)
        ),
    ]
}

extension PointTerms {
    /// The section that says it.
    var section: JSON {
        let assets = assets.sorted { $0.key < $1.key }.map { name, asset -> JSON in
            [
                "id": .string(name), "name": .string(name), "expiry": asset.expiry.json,
                "returned": asset.extendDays.map { ["extendDays": .integer($0)] } ?? "forfeit",
            ]
        }
        let rule: JSON = [
            "id": "order", "event": "order.paid", "asset": "points",
            "rate": ["points": 1, "per": 1],
            "categories": [["category": "later", "pending": ["confirmAfterDays": 2]]],
        ]
        return [
            "zone": .string(zone), "assets": .array(assets),
            "earning": ["rules": [rule], "refunds": ["order.refunded"]],
        ]
    }

    /// The day at an instant, as days since 1970-01-01.
    func day(of ms: Int64) -> Int64 {
        let local = ms + offset(at: ms)
        return (local - (local % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000
    }

    /// The first instant of a day, where clocks are never changed at midnight.
    func start(of day: Int64) -> Int64 {
        let local = day * 86_400_000
        let near = local - offset(at: local)
        return local - offset(at: near)
    }

    /// The last day of points that are earned on a day; `Int64.max` where they never expire.
    func lastDay(of asset: String, earnedOn day: Int64) -> Int64 {
        let (year, month, dayOfMonth) = CalendarDay(daysSinceEpoch: day).date
        let last: CalendarDay?
        switch assets[asset]?.expiry ?? .never {
        case .never: return .max
        case .yearEnd(let years): last = CalendarDay(year: year + years, month: 12, day: 31)
        case .rolling(let months, let exactDay):
            let count = year * 12 + month - 1 + months
            let length = CalendarDay.length(ofMonth: count % 12 + 1, year: count / 12)
            last = CalendarDay(
                year: count / 12,
                month: count % 12 + 1,
                day: exactDay ? min(dayOfMonth, length) : length
            )
        }
        return last?.daysSinceEpoch ?? .max
    }

    private func offset(at ms: Int64) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(ms) / 1000)
        return Int64(TimeZone(identifier: zone)?.secondsFromGMT(for: date) ?? 0) * 1000
    }
}

extension PointTerms.Expiry {
    fileprivate var json: JSON {
        switch self {
        case .never: ["policy": "never"]
        case .yearEnd(let years): ["policy": "yearEnd", "years": .integer(years)]
        case .rolling(let months, false): ["policy": "rolling", "months": .integer(months)]
        case .rolling(let months, true):
            ["policy": "rolling", "months": .integer(months), "exactDay": true]
        }
    }
}
