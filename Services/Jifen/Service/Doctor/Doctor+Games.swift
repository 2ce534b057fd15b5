import GamesClient
import Wire

extension Doctor {
    /// How many of the newest plays of a game are looked up at the gateway.
    private static let sampledPlays = 50
    /// How many of the newest published epochs of a game are drawn again.
    private static let sampledEpochs = 2

    /// Finds out whether stock, entries and intents agree, and whether the gateway has charged
    /// for the newest plays what it ought to.
    ///
    /// - Throws: `CommandFault` that names the first few differences; `CancellationError`.
    func checkPlays(of member: SuiteMember) async throws -> String {
        let epochs = try await reconcile(member, "epochs", with: "their plays")
        guard let ledger else { return epochs }
        var charged = 0
        var faults: [JSON] = []
        for game in try await games(of: member) {
            let path = "/v1/games/\(game)/plays?limit=\(Self.sampledPlays)"
            for play in try await get(path, member)["items"]?.elements ?? [] {
                guard let id = play["id"]?.text, let transfer = play["transfer"]?.text else {
                    continue
                }
                charged += 1
                let answer = try await get("/v1/transfers/\(transfer)", ledger)
                let found = answer["transfer"] ?? answer
                if found["member"] != play["member"] || found["kind"] != "debit" {
                    faults.append(.string("play \(id) names the transfer \(transfer)"))
                }
            }
        }
        guard faults.isEmpty else { throw CommandFault(Self.list(faults, of: "wrong charges")) }
        return "\(epochs); the charges of \(charged.grouped) plays are in the ledger"
    }

    /// Draws the newest published epochs of each game again.
    ///
    /// - Throws: `CommandFault` that names the first few findings; `CancellationError`.
    func checkDraws(of member: SuiteMember) async throws -> String {
        var (epochs, draws) = (0, 0)
        var faults: [JSON] = []
        for game in try await games(of: member) {
            let list = try await get("/v1/fairness/\(game)/epochs", member)
            let published = (list["items"]?.elements ?? []).filter { $0["state"] == "published" }
            for epoch in published.prefix(Self.sampledEpochs).compactMap({ $0["epoch"]?.integer }) {
                let export = try await EpochDownload(client, from: member)
                    .export(of: game, epoch: epoch)
                let verification = EpochVerification(export)
                epochs += 1
                draws += verification.drawsRight
                faults += verification.findings.map { .string("\(game) \(epoch): \($0)") }
            }
        }
        guard faults.isEmpty else { throw CommandFault(Self.list(faults, of: "findings")) }
        return "\(draws.grouped) draws of the newest \(epochs.grouped) epochs come out again"
    }

    /// The ids of the games that the service has in its programme.
    private func games(of member: SuiteMember) async throws -> [String] {
        let (status, json) = try await status(of: "/v1/programme", member)
        // Without a programme there is no game.
        guard status == 200 else { return [] }
        let lists = ["lotteries", "cardFlips"].map { json["section"]?[$0]?.elements ?? [] }
        return lists.flatMap(\.self).compactMap { $0["id"]?.text }
    }
}
