import Foundation
import TestSupport
import Testing

/// A script beside the samples, which computes from a file what the code under test must come to.
enum AwkScript {
    /// Runs a script over a file.
    ///
    /// - Parameters:
    ///   - name: The script's name in the folder of the samples.
    ///   - values: What it is told, such as `cap=500`.
    ///   - path: The file.
    /// - Returns: The words of each line that it prints.
    /// - Throws: What kept it from running.
    static func words(
        of name: String,
        telling values: [String] = [],
        about path: String
    ) async throws -> [[String]] {
        let script = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("Samples/\(name)").path
        let awk = try ChildProcess(
            "/usr/bin/awk",
            values.flatMap { ["-v", $0] } + ["-f", script, path]
        )
        try #require(await awk.end() == .exited(code: 0), "\(awk.errors)")
        return awk.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }
}
