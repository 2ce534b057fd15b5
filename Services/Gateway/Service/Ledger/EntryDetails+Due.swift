import Crypto
import GatewayDomain
import Primitives

extension EntryDetails {
    /// What the row of something that was due says: a function of the account and the item alone,
    /// so that it can be shown before it is stored.
    init(_ item: DueItem, account: Int64, programme: Int64) {
        let key: String
        let reason: String
        let parent: TimeOrderedID?
        switch item.event {
        case .confirmation(let id):
            (key, reason, parent) = ("confirmation.\(id)", "available", id)
        case .lapse(let id):
            (key, reason, parent) = ("lapse.\(id)", "lapsed", id)
        case .expiry(let asset):
            key = "expiry.\(account).\(asset.text).\(item.at.milliseconds)"
            (reason, parent) = ("expired", nil)
        }
        self.init(
            id: DueID.id(account: account, at: item.at, key: key),
            at: item.at,
            programme: programme,
            caller: Self.programmeCaller,
            key: key,
            request: [],
            reason: reason,
            parent: parent
        )
    }
}

/// The ids of rows that come by themselves.
///
/// Such an id holds the account's number in 32 of its bits, so that a row can be looked up by id
/// before it is stored; 42 bits of a digest of its key tell rows of one instant apart.
enum DueID {
    static func id(account: Int64, at instant: Instant, key: String) -> TimeOrderedID {
        let digest = Array(SHA256.hash(data: Array(key.utf8)))
        let word = digest[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let number = UInt64(truncatingIfNeeded: account) & 0xFFFF_FFFF
        return TimeOrderedID(
            at: instant,
            random: (word >> 52, number << 30 | word & 0x3FFF_FFFF)
        )
    }

    /// The account whose row an id could be.
    static func account(of id: TimeOrderedID) -> Int64 {
        let bytes = id.bytes
        let low = bytes[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(truncatingIfNeeded: low >> 30 & 0xFFFF_FFFF)
    }
}
