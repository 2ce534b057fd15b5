import CheckinDomain
import Primitives
import Storage

extension Transaction {
    /// Notes what is taken back by the reversal of a credit that a make-up had been granted.
    borrowing func note(
        _ grants: [Grant],
        takenBackWith credit: TimeOrderedID,
        of member: MemberID
    ) throws {
        for grant in grants {
            try execute(
                """
                INSERT INTO take_back (member, credit, source, reach, day, items)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                .text(member.text),
                .text(credit.description),
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
}
