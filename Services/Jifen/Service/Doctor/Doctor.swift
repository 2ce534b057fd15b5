import Calls
import Primitives
import Wire

/// Finds out what is sound of a suite and what is not, by asking its services.
package struct Doctor: Sendable {
    let client: SuiteClient
    private let members: [SuiteMember]
    private let longest: Duration?
    private let paper: ProgressLine.Paper
    private let now: @Sendable () -> Instant

    /// Examines a suite.
    ///
    /// - Parameters:
    ///   - client: Calls the services.
    ///   - members: The services.
    ///   - longest: How long the chain is read, and how long the balances; nil reads to the
    ///     end. At least one page is read.
    ///   - paper: Where the progress of long checks is shown.
    ///   - now: The clock that the services' entries are compared with.
    package init(
        _ client: SuiteClient,
        of members: [SuiteMember],
        longest: Duration?,
        paper: ProgressLine.Paper,
        now: @escaping @Sendable () -> Instant
    ) {
        self.client = client
        self.members = members
        self.longest = longest
        self.paper = paper
        self.now = now
    }

    /// Checks one service after the other.
    ///
    /// - Parameter tell: Gets each finding as soon as it is made.
    /// - Returns: All findings; a service that is not ready has only that one.
    /// - Throws: `CancellationError`.
    package func examine(tell: (Finding) -> Void = { _ in }) async throws -> [Finding] {
        var findings: [Finding] = []
        for member in members {
            for check in Finding.Check.allCases where check.concerns(member) {
                let finding = try await finding(check, of: member)
                tell(finding)
                findings.append(finding)
                if check == .reachable, !finding.isWell { break }
            }
        }
        return findings
    }

    private func finding(_ check: Finding.Check, of member: SuiteMember) async throws -> Finding {
        var isWell = false
        var detail: String
        do {
            detail =
                switch check {
                case .reachable: try await reach(member)
                case .store: try await checkStore(of: member)
                case .outbox:
                    try OutboxReading(try await get("/v1/outbox?limit=1", member)).verdict()
                case .chain: try await checkChain(of: member)
                case .ledger: try await reconcile(member, "accounts", with: "the journal")
                case .streaks: try await reconcile(member, "members", with: "their days")
                case .counts: try await reconcile(member, "members", with: "their events")
                case .plays: try await checkPlays(of: member)
                case .draws: try await checkDraws(of: member)
                case .intents: try await checkIntents(of: member)
                }
            isWell = true
        } catch let fault as CommandFault {
            detail = fault.description
        }
        return Finding(service: member.name, check: check, isWell: isWell, detail: detail)
    }

    private func reach(_ member: SuiteMember) async throws -> String {
        _ = try await get("/health/ready", member)
        return "ready at \(client.address(of: member))"
    }

    private func checkStore(of member: SuiteMember) async throws -> String {
        let json = try await get("/v1/store/check", member)
        guard json["sound"] == true else {
            throw CommandFault(Self.list(json["faults"]?.elements ?? [], of: "faults"))
        }
        return "sound"
    }

    private func checkChain(of member: SuiteMember) async throws -> String {
        let head = try await get("/v1/chain", member)
        guard let number = head["number"]?.integer, let hash = head["hash"]?.text else {
            throw CommandFault("the chain's end is not told")
        }
        try await admitTime(of: head, of: member)
        var checked: Int64 = 0
        let isWhole = try await pages("/v1/chain/audit", "entries", member) { page in
            if let fault = page["fault"] {
                let entry = fault["number"]?.integer.map { "entry \($0)" } ?? "an entry"
                throw CommandFault("\(entry): \(fault["reason"]?.text ?? "is not whole")")
            }
            checked = try Self.sum(checked, page)
            return checked
        }
        guard isWhole else {
            return "the first \(checked.grouped) of \(number.grouped) entries whole\(Self.advice)"
        }
        // The service may have gone on meanwhile, but never back.
        guard checked >= number else {
            throw CommandFault("\(checked.grouped) of \(number.grouped) entries are there")
        }
        return "\(checked.grouped) entries whole; number \(number) has the hash \(hash)"
    }

    /// Refuses a newest entry that has not come yet, unless it is the test clock's.
    private func admitTime(of head: JSON, of member: SuiteMember) async throws {
        let soon = now().milliseconds.addingReportingOverflow(60_000).partialValue
        guard let at = head["at"]?.text, let newest = Instant(at), newest.milliseconds > soon
        else { return }
        let (status, _) = try await client.send(.get, "/v1/clock", to: member)
        guard status != 200 else { return }
        throw CommandFault("the newest entry is of \(at): the clock is wrong now, or was then")
    }

    func reconcile(
        _ member: SuiteMember,
        _ what: String,
        with source: String
    ) async throws -> String {
        var checked: Int64 = 0
        var differences: [JSON] = []
        var left: [JSON] = []
        let isWhole = try await pages("/v1/reconciliation", what, member) { page in
            differences += page["differences"]?.elements ?? []
            left += page["notChecked"]?.elements ?? []
            checked = try Self.sum(checked, page)
            return checked
        }
        guard differences.isEmpty else {
            throw CommandFault(Self.list(differences, of: "differences"))
        }
        let part = isWhole ? "" : "the first "
        return "\(part)\(checked.grouped) \(what) agree with \(source)"
            + (isWhole ? "" : Self.advice)
            + (left.isEmpty ? "" : "; too much to look at: \(Self.list(left, of: "parts"))")
    }

    private static let advice = "; --deep checks all"

    /// Follows a list; false where the time was over before its end.
    private func pages(
        _ path: String,
        _ what: String,
        _ member: SuiteMember,
        read: (JSON) throws -> Int64
    ) async throws -> Bool {
        let end = longest.map { ContinuousClock.now + $0 }
        var line = ProgressLine("\(what) of \(member.name) checked", on: paper)
        defer { line.end() }
        var after = ""
        while true {
            let page = try await get(after.isEmpty ? path : "\(path)?after=\(after)", member)
            line.show(Int(try read(page)))
            guard let next = page["next"] else { return true }
            if let end, ContinuousClock.now >= end { return false }
            let cursor = (next.text ?? next.integer.map { "\($0)" } ?? "").percentEncoded
            guard !cursor.isEmpty, cursor != after else {
                throw CommandFault("\(path) does not come to an end")
            }
            after = cursor
        }
    }

    /// The service that keeps the ledger, if it is examined too.
    var ledger: SuiteMember? { members.first { $0.keeps.contains(.ledger) } }

    func status(
        of path: String,
        _ member: SuiteMember
    ) async throws -> (status: Int, json: JSON) {
        let (status, json) = try await client.send(.get, path, to: member)
        return (status, json)
    }

    func get(_ path: String, _ member: SuiteMember) async throws -> JSON {
        let (status, json) = try await client.send(.get, path, to: member)
        guard status == 200 else { throw CommandFault.refusal(by: member, status, json) }
        return json
    }

    private static func sum(_ checked: Int64, _ page: JSON) throws(CommandFault) -> Int64 {
        let (sum, overflow) = checked.addingReportingOverflow(page["checked"]?.integer ?? 0)
        guard !overflow, sum >= checked else { throw CommandFault("the counts make no sense") }
        return sum
    }

    /// The number of entries, and the first few as they are.
    static func list(_ entries: [JSON], of what: String) -> String {
        let shown = entries.prefix(5).map { entry in
            entry.text ?? String(decoding: JSONWriter.bytes(of: entry), as: UTF8.self)
        }
        return "\(entries.count.grouped) \(what): " + shown.joined(separator: "; ")
            + (entries.count > shown.count ? "; …" : "")
    }
}

extension String {
    /// The text as it may stand in a query.
    fileprivate var percentEncoded: String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return utf8.map { byte in
            plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + [byte].hexadecimal.uppercased()
        }.joined()
    }
}
