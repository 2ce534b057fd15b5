import Outbox
import ServiceHost
import Storage

extension Migration {
    /// The steps of the store's schema.
    package static let badges = [
        Migration(
            1,
            [
                programmeTable, eventTable, eventKeyTable, standingTable, standingDueIndex,
                standingStampIndex, counterTable, markTable, growthDayTable, badgeTable,
                rewardTable, holderTable, factTable, taskTable,
            ] + outboxTables
        ),
        Migration(2, boardTables),
        Migration(3, [dayCountTable, eventUndoingIndex]),
        Migration(4, levelGrants),
        Migration(5, countersByPeriod),
        Migration(6, levelGrantEnds),
    ]

    /// What members did, kept for ever: all counts can be made anew from it.
    ///
    /// `state` is 0 for what stands, 1 for what was undone, 2 for the place of an event of which
    /// only the undoing has come.
    private static let eventTable = """
        CREATE TABLE event (
            member {text} NOT NULL,
            source {text} NOT NULL,
            id {text} NOT NULL,
            type {text} NOT NULL,
            occurred_at {int} NOT NULL,
            day {int} NOT NULL,
            attributes {text} NOT NULL,
            undoes {text},
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 2),
            digest {blob},
            PRIMARY KEY (member, source, id),
            CHECK ((state = 2) = (digest IS NULL))
        ) {clustered}
        """

    /// Whether an event is undone is asked by its id, which few events name.
    private static let eventUndoingIndex =
        "CREATE INDEX event_undoing ON event (member, source, undoes) WHERE undoes IS NOT NULL"

    /// Whose each event is: a source uses an id once.
    private static let eventKeyTable = """
        CREATE TABLE event_key (
            source {text} NOT NULL,
            id {text} NOT NULL,
            member {text} NOT NULL,
            PRIMARY KEY (source, id)
        ) {clustered}
        """

    /// One row for each member that anything is known of; `stamp` tells by what it was counted,
    /// `life_growth` is the growth of all days.
    private static let standingTable = """
        CREATE TABLE standing (
            member {text} NOT NULL PRIMARY KEY,
            stamp {int} NOT NULL,
            life_growth {int} NOT NULL,
            level {int} NOT NULL CHECK (level >= 0),
            since {int} NOT NULL,
            review_on {int},
            grace_ends_on {int},
            rewarded {int} NOT NULL,
            trait_version {int} NOT NULL,
            due_at {int}
        ) {clustered}
        """

    private static let standingDueIndex =
        "CREATE INDEX standing_due ON standing (due_at) WHERE due_at IS NOT NULL"

    private static let standingStampIndex = "CREATE INDEX standing_stamp ON standing (stamp)"

    /// What each period of a measure comes to; the smallest number stands for the best period.
    private static let counterTable = """
        CREATE TABLE counter (
            member {text} NOT NULL,
            measure {int} NOT NULL,
            period {int} NOT NULL,
            value {int} NOT NULL,
            PRIMARY KEY (member, measure, period)
        ) {clustered}
        """

    /// What the events of one day, or of one value, add up to, where a sum is not enough.
    private static let markTable = """
        CREATE TABLE mark (
            member {text} NOT NULL,
            measure {int} NOT NULL,
            period {int} NOT NULL,
            place {int} NOT NULL,
            item {text} NOT NULL,
            amount {int} NOT NULL CHECK (amount > 0),
            PRIMARY KEY (member, measure, period, place, item)
        ) {clustered}
        """

    private static let growthDayTable = """
        CREATE TABLE growth_day (
            member {text} NOT NULL,
            day {int} NOT NULL,
            growth {int} NOT NULL,
            PRIMARY KEY (member, day)
        ) {clustered}
        """

    /// The tiers that members have, or had until they were taken.
    private static let badgeTable = """
        CREATE TABLE badge (
            member {text} NOT NULL,
            badge {text} NOT NULL,
            tier {text} NOT NULL,
            given_at {int} NOT NULL,
            taken_at {int},
            PRIMARY KEY (member, badge, tier)
        ) {clustered}
        """

    /// What members were rewarded for, each once for ever.
    private static let rewardTable = """
        CREATE TABLE reward (
            member {text} NOT NULL,
            cause {text} NOT NULL,
            at {int} NOT NULL,
            PRIMARY KEY (member, cause)
        ) {clustered}
        """

    /// How many members hold each tier; how many there are stands under two empty names, how many
    /// there are of each level under an empty name and its number.
    private static let holderTable = """
        CREATE TABLE holder (
            badge {text} NOT NULL,
            tier {text} NOT NULL,
            count {int} NOT NULL,
            PRIMARY KEY (badge, tier)
        ) {clustered}
        """

    /// What the host knows of a member; each part has its own version.
    private static let factTable = """
        CREATE TABLE fact (
            member {text} NOT NULL,
            name {text} NOT NULL,
            version {int} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (member, name)
        ) {clustered}
        """
}
