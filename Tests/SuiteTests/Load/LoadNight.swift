import Primitives

/// The next midnight of the programme, which the choice of its zone brings to the next full hour.
///
/// So a load that lasts an hour sees a day end, with lots that end with it.
struct LoadNight: Sendable {
    private static let hourMs: Int64 = 3_600_000

    /// Zones that keep one offset all the year, from 11 hours behind UTC to 12 before it.
    private static let zones = [
        "Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Gambier", "Pacific/Pitcairn",
        "America/Phoenix", "America/Costa_Rica", "America/Panama", "America/Puerto_Rico",
        "America/Cayenne", "America/Noronha", "Atlantic/Cape_Verde", "Africa/Abidjan",
        "Africa/Lagos", "Africa/Maputo", "Africa/Nairobi", "Asia/Dubai", "Asia/Tashkent",
        "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Brisbane",
        "Pacific/Guadalcanal", "Pacific/Tarawa",
    ]

    /// The programme's zone.
    let zone: String
    /// The day that ends with the midnight.
    let day: CalendarDay
    let midnight: Instant

    init(after now: Instant) {
        let hours = now.milliseconds / Self.hourMs + 1
        let ahead = (24 - hours % 24) % 24
        let offset = ahead > 12 ? ahead - 24 : ahead
        zone = Self.zones[Int(offset) + 11]
        day = CalendarDay(daysSinceEpoch: (hours + offset) / 24 - 1)
        midnight = Instant(milliseconds: hours * Self.hourMs)
    }
}
