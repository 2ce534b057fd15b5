import ArgumentParser

/// Which suite a command is for.
struct SuiteOptions: ParsableArguments {
    @Option(help: "The folder of the suite (usually JIFEN_DATA, or .jifen).")
    var data: String?

    /// The suite's folder.
    var folder: DataFolder { DataFolder(data) }
}
