extension CalendarDay {
    /// The day after.
    package var following: CalendarDay { adding(1) }

    /// The day before.
    package var preceding: CalendarDay { adding(-1) }

    /// The day that many days later, or earlier where the number is negative.
    ///
    /// At the ends of 64 bits, days stop at the first or the last one.
    package func adding(_ days: Int64) -> CalendarDay {
        let (sum, isOver) = daysSinceEpoch.addingReportingOverflow(days)
        return CalendarDay(daysSinceEpoch: isOver ? (days < 0 ? .min : .max) : sum)
    }

    /// How many days it is after another day, negative where it is before it.
    package func days(since other: CalendarDay) -> Int64 {
        let (days, isOver) = daysSinceEpoch.subtractingReportingOverflow(other.daysSinceEpoch)
        return isOver ? (other.daysSinceEpoch < 0 ? .max : .min) : days
    }

    /// The month in which it lies.
    package var month: CalendarMonth { CalendarMonth(of: self) }
}
