import ArgumentParser
import GamesClient

/// `jifen verify FILE…`: recomputes exported epochs.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Draw exported epochs again, and say what in them is not right.",
        discussion: """
            It needs nothing but the files. Of several epochs of one game in a row it is also \
            compared whether each begins as the one before has ended.
            """
    )

    @Argument(help: "Exports of epochs, as `jifen epoch` writes them, in their order.")
    var files: [String]

    @Flag(help: "Show every draw.")
    var verbose = false

    func run() throws {
        var problems = 0
        var before: EpochExport?
        for file in files {
            let export = try EpochExport(path: file)
            let summary = EpochSummary(of: export)
            let findings = summary.findings + (before.map(export.findings) ?? [])
            before = export
            problems += findings.count
            print("\(file): \(summary.name)")
            for line in verbose ? summary.draws : [] { print("  \(line)") }
            for line in findings { print("  \(line)") }
            print("  \(summary.count)")
        }
        print("Not checked is:")
        for line in EpochVerification.believed { print("  \(line)") }
        guard problems == 0 else { throw CommandFault("\(problems) things are not right") }
    }
}
