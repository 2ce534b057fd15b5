import CheckinDomain
import Primitives
import Storage

extension Transaction {
    /// Notes what is taken back by the reversal of a credit that a make-up had been granted, on the
    /// day on which it lay, or where it stands on.
    borrowing func note(
        _ grants: [Grant],
        takenBackWith credit: String,
        of member: MemberID
    ) throws {
        for grant in grants {
            try execute(
                """
                INSERT INTO take_back (member, credit, source, reach, day, items)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                .text(member.text),
                .text(credit),
                .text(grant.source.name),
                .int(grant.reach),
                .int(grant.day.daysSinceEpoch),
                .text(grant.items.stored)
            )
        }
    }

    /// Forgets what the reversal of a credit takes back, and returns it.
    borrowing func endTakeBack(of credit: String, of member: MemberID) throws -> [Grant] {
        let grants = try reads.all(
            """
            SELECT source, reach, day, NULL AS make_up, items FROM take_back
            WHERE member = ? AND credit = ? ORDER BY source, reach
            """,
            .text(member.text),
            .text(credit),
            as: Grant.init
        )
        if !grants.isEmpty {
            try execute(
                "DELETE FROM take_back WHERE member = ? AND credit = ?",
                .text(member.text),
                .text(credit)
            )
        }
        return grants
    }

    /// Removes what stood on because it was not taken back, where it does.
    ///
    /// It lies on a day that does not count, on which no check-in is granted anything.
    borrowing func remove(kept grants: [Grant], of member: MemberID) throws {
        for grant in grants {
            try execute(
                """
                DELETE FROM award_grant WHERE member = ? AND day = ? AND source = ? AND reach = ?
                    AND make_up IS NULL AND items = ?
                """,
                .text(member.text),
                .int(grant.day.daysSinceEpoch),
                .text(grant.source.name),
                .int(grant.reach),
                .text(grant.items.stored)
            )
        }
    }
}

extension Snapshot {
    /// What is being taken back of a member's, or could not be yet, in the order of the reversals.
    borrowing func takeBacks(of member: MemberID) throws -> [TakeBack] {
        let noted = try all(
            """
            SELECT t.source, t.reach, t.day, NULL AS make_up, t.items, o.id
            FROM take_back t JOIN outbox o ON o.needs = t.credit AND o.neighbour = 'gateway'
            WHERE t.member = ? ORDER BY o.number, t.source, t.reach
            """,
            .text(member.text),
            as: TakeBack.init
        )
        var takeBacks: [TakeBack] = []
        for takeBack in noted {
            let day = takeBack.grant.day
            // A year is more than can be paused at a stretch.
            let after = try days(of: member, from: day.following, through: day.adding(366))
            takeBacks.append(takeBack.kept(before: after))
        }
        return takeBacks
    }
}

extension TakeBack {
    /// Reads the columns of a grant, and the id of the message.
    fileprivate init(_ row: borrowing Row) throws {
        guard let reversal = TimeOrderedID(row.text(5)) else {
            throw StorageError.fault("the id of a message is none")
        }
        self.init(try Grant(row), by: reversal)
    }
}
