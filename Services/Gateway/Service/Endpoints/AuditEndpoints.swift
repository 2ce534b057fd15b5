import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Shows operators that the ledger is sound: balances against rows, rows against their hashes.
struct AuditEndpoints: Sendable {
    /// For how long one page looks at accounts; one account is looked at whole.
    private static let longestPage = Duration.milliseconds(500)
    /// How many accounts a page looks at.
    private static let largestPage = 1000
    /// How many rows of the chain a page recomputes.
    private static let chainPage = 2000

    let store: Store
    /// Where accounts and hashes are recomputed, one page at a time.
    private let queue = SideQueue("audit")

    init(store: Store) {
        self.store = store
    }

    var endpoints: [Endpoint] {
        let callers = Endpoint.Audience.roles([.operator, .viewer])
        return [
            .reconciliation { try await reconcile($0) },
            Endpoint(.get, "/v1/chain", for: callers) { _ in try head() },
            Endpoint(.get, "/v1/chain/audit", for: callers, query: ["after"]) {
                try await auditChain($0)
            },
        ]
    }

    private func reconcile(_ exchange: borrowing Exchange) async throws -> Reply {
        let last = try exchange.place(from: 0, in: 0...Int64.max)
        let reconciliation = Reconciliation(store: store, deadline: exchange.deadline)
        let page = try await queue.run(until: exchange.deadline) {
            try Self.page(after: last, reconciliation)
        }
        return .json { writer in
            writer.member("checked", Int64(page.checked))
            writer.name("differences")
            writer.array(page.differences) { writer, found in
                writer.object { found.difference.write(to: &$0, member: found.member) }
            }
            writer.member("next", ifPresent: page.next.map { "\($0)" })
        }
    }

    /// What was found in some accounts.
    private struct Page: Sendable {
        var checked = 0
        var differences: [(difference: Reconciliation.Difference, member: MemberID?)] = []
        /// The last account that was looked at, where there are more.
        var next: Int64?
    }

    private static func page(after last: Int64, _ work: Reconciliation) throws -> Page {
        let end = ContinuousClock.now + longestPage
        let accounts = try work.accounts(after: last, limit: largestPage)
        var page = Page()
        for account in accounts {
            if page.checked > 0, ContinuousClock.now > end { break }
            for difference in try work.differencesOrFault(of: account) {
                let member = try work.store.read { try $0.member(of: account) }
                page.differences.append((difference, member))
            }
            page.checked += 1
            page.next = account
        }
        if page.checked == accounts.count, accounts.count < largestPage { page.next = nil }
        return page
    }

    private func head() throws -> Reply {
        let head = try store.read { try Chain.head($0) }
        return .json { writer in
            writer.member("number", head?.number ?? 0)
            writer.member("hash", (head?.hash ?? Chain.genesis).hexadecimal)
            writer.member("at", ifPresent: head?.at.description)
        }
    }

    private func auditChain(_ exchange: borrowing Exchange) async throws -> Reply {
        let place = try exchange.place(from: ChainAudit.Place()) { ChainAudit.Place($0) }
        let finding = try await queue.run(until: exchange.deadline) { [store] in
            try store.read { try ChainAudit.finding(from: place, limit: Self.chainPage, $0) }
        }
        return .json { writer in
            writer.member("checked", Int64(finding.checked))
            if let fault = finding.firstBreak {
                writer.name("fault")
                writer.object { writer in
                    writer.member("number", fault.number)
                    writer.member("reason", fault.reason)
                }
            }
            writer.member("next", ifPresent: finding.next?.cursor)
        }
    }
}

extension Reconciliation.Difference {
    fileprivate func write(to writer: inout JSONWriter, member: MemberID?) {
        writer.member("account", account)
        writer.member("member", ifPresent: member?.text)
        writer.member("asset", ifPresent: asset)
        writer.member("what", what)
        writer.member("stored", stored)
        writer.member("computed", computed)
    }
}
