import ArgumentParser
import GamesClient
import Primitives

/// `jifen epoch GAME EPOCH`: fetches the export of an epoch.
struct EpochCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epoch",
        abstract: "Fetch the export of an epoch from the running games, for `jifen verify`."
    )

    @Argument(help: "The game's id.")
    var game: String

    @Argument(help: "The epoch's number, from 1 on.")
    var epoch: Int64

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let client = SuiteClient(suite.folder)
        defer { client.close() }
        var line = ProgressLine("pages", on: .standardError)
        let export = try await EpochDownload(client).export(of: game, epoch: epoch) {
            line.show($0)
        }
        line.end()
        print(String(decoding: export.jsonBytes, as: UTF8.self))
    }
}
