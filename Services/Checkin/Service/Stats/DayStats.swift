import Primitives
import ServiceHost
import Storage
import Wire

extension DaySpan {
    /// Answers with the numbers of the days.
    func numbers(_ reads: borrowing Snapshot) throws -> Reply {
        let stats = try DayStats.of(first...last, reads)
        return reply { writer, day in (stats[day] ?? DayStats()).write(to: &writer) }
    }
}

/// The numbers of one day, as operators see them.
struct DayStats {
    private var numbers = DayNumbers<DayCount.What>()

    /// The numbers of a span of days, which the caller bounds; a day without any has no entry.
    static func of(
        _ days: ClosedRange<CalendarDay>,
        _ reads: borrowing Snapshot
    ) throws -> [CalendarDay: DayStats] {
        try reads.dayNumbers(of: days).mapValues { DayStats(numbers: $0) }
    }

    private func count(_ what: DayCount.What, _ item: String? = nil) -> Int64 {
        numbers.count(what, item)
    }

    private func numbered(_ what: DayCount.What) -> [(number: Int64, count: Int64)] {
        numbers[what].map { (Int64($0.item) ?? 0, $0.count) }.sorted { $0.0 < $1.0 }
    }
}

extension DayStats {
    /// Writes the numbers, each of which is there even where it is 0.
    func write(to writer: inout JSONWriter) {
        writer.member("checkIns", count(.checkIns))
        writer.name("streaks")
        writer.array(numbered(.checkIns)) { writer, band in
            writer.object { writer in
                writer.member("from", band.number)
                writer.member("checkIns", band.count)
            }
        }
        writer.member("newMembers", count(.retained, "0"))
        writer.name("cameAgain")
        writer.object { writer in
            writer.member("day1", count(.retained, "1"))
            writer.member("day7", count(.retained, "7"))
            writer.member("day30", count(.retained, "30"))
        }
        writer.member("streaksLost", count(.streaksLost))
        writer.name("milestones")
        writer.array(numbered(.milestones)) { writer, milestone in
            writer.object { writer in
                writer.member("reached", milestone.number)
                writer.member("count", milestone.count)
            }
        }
        writer.member("makeUps", count(.makeUps))
        writer.member("makeUpsReversed", count(.makeUpsReversed))
        writeFreezes(to: &writer)
        writeAmounts(to: &writer)
    }

    private func writeFreezes(to writer: inout JSONWriter) {
        writer.name("freezes")
        writer.object { writer in
            writer.member("bought", count(.freezesBought))
            writer.member("granted", count(.freezesGranted))
            writer.member("earned", count(.freezesEarned))
            writer.member("used", count(.freezesUsed))
        }
    }

    private func writeAmounts(to writer: inout JSONWriter) {
        writer.name("awards")
        write([.base, .milestone, .cumulative, .makeUp, .multiplier, .takenBack], to: &writer)
        writer.name("paid")
        write([.makeUps, .freezesBought], to: &writer)
        writer.name("goods")
        writer.array(numbers[.goods]) { writer, sum in
            writer.object { writer in
                writer.member("product", sum.item)
                writer.member("quantity", sum.count)
            }
        }
    }

    /// Writes what moved for each thing and asset; what was free is left out.
    private func write(_ kinds: [DayCount.What], to writer: inout JSONWriter) {
        let moved = kinds.flatMap { kind in
            numbers[kind].filter { !$0.item.isEmpty }.map { (kind, $0) }
        }
        writer.array(moved) { writer, entry in
            writer.object { writer in
                writer.member("for", entry.0.rawValue)
                writer.member("asset", entry.1.item)
                writer.member("count", entry.1.count)
                writer.member("amount", entry.1.amount)
            }
        }
    }
}
