import Access
import GamesDomain
import Primitives
import ServiceHost
import Storage

extension Snapshot {
    /// What the rules need to know of a member: what was heard of it, and the channel of its token.
    borrowing func traits(of member: MemberID, _ caller: Caller) throws -> Traits {
        let heard = try traits(of: member)
        return Traits(
            level: heard.level(of: member, asTold: caller) ?? 0,
            growth: heard.growth ?? 0,
            tags: heard.tags,
            birthday: heard.birthday,
            registeredOn: heard.registeredOn,
            badges: heard.badges,
            channel: caller.subject == member.text ? caller.channel : nil
        )
    }
}
