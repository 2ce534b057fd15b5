import Synchronization
import TestSupport
import Wire

/// Compares what a gateway has after the load with what all gateways have answered.
struct LoadInspection: Sendable {
    /// How many members' whole statements are read.
    private static let statements = 200

    let run: LoadRun
    let life: LoadLife

    /// Looks at everything, notes what is wrong, and ends the gateway.
    func inspect(_ report: inout LoadReport) async throws {
        let desk = run.desk
        await LoadSenders.send(desk.takeOpen(), on: life, desk)
        // Until the last hold has lapsed and the last pending points have become available.
        try await Task.sleep(for: .seconds(6))
        let again = desk.with { $0.remembered.elements.map(\.again) }
        await LoadSenders.send(again, on: life, desk)
        report.repeated = again.count
        if !desk.takeOpen().isEmpty { desk.note(LoadFault("writes whose end stays unknown")) }
        report.balances = await balances()
        for member in 0..<min(Self.statements, run.plan.members) {
            try await statement(of: "m-\(member)")
        }
        do {
            report.accounts = try await LoadAuditor.all(of: LoadAuditor.lists[0], life)
            report.rows = try await LoadAuditor.all(of: LoadAuditor.lists[1], life)
            try await life.checkStore()
        } catch {
            desk.note(LoadFault("at the end: \(error)"))
        }
        report.bytes = LoadProbe.size(of: life.store)
        life.gateway.client.close()
        await life.end(.stopped, desk)
    }

    /// Compares every member's balance.
    private func balances() async -> Int {
        let requests = run.desk.with { traffic in
            traffic.members.indices.map { traffic.balance(of: $0) }
        }
        let left = Mutex(requests[...])
        let count = Atomic(0)
        await LoadSenders.work {
            while let request = left.withLock({ $0.popFirst() }) {
                if let fault = await fault(request) { run.desk.note(fault) }
                count.add(1, ordering: .relaxed)
            }
        }
        return count.load(ordering: .acquiring)
    }

    /// What is wrong with a balance now that nothing is under way.
    private func fault(_ request: LoadRequest) async -> LoadFault? {
        guard case .balance(_, let known) = request.purpose else { return nil }
        guard known.isQuiet else { return LoadFault("\(request.path): a write without an end") }
        do {
            let json = try await life.audit(request.path).json
            let held = LoadAsset.allCases.map { json["assets"]?[$0.rawValue]?["held"] }
            return held.allSatisfy { $0 == 0 }
                ? known.fault(in: json, run.night) : LoadFault("\(request.path): \(json)")
        } catch {
            return LoadFault("\(request.path): \(error)")
        }
    }

    private func statement(of member: String) async throws {
        var lines: [JSON] = []
        var after: String?
        repeat {
            let query = "limit=200" + (after.map { "&after=\($0)" } ?? "")
            let page = try await life.audit("/v1/members/\(member)/transfers?\(query)").json
            lines += page["items"]?.elements ?? []
            after = page["next"]?.text
        } while after != nil
        if let fault = LoadStatement.fault(in: ["items": .array(lines)]) { run.desk.note(fault) }
        let balance = try await life.audit("/v1/members/\(member)/balance").json
        for asset in LoadAsset.allCases {
            let last = lines.first { $0["asset"]?.text == asset.rawValue }?["balanceAfter"] ?? 0
            if last != balance["assets"]?[asset.rawValue]?["available"] {
                run.desk.note(LoadFault("\(member)'s statement ends with \(last): \(balance)"))
            }
        }
    }
}
