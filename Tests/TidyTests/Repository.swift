import Foundation
import Testing

/// The tree that this file stands in, or the one that `JIFEN_TIDY_ROOT` names.
enum Repository {
    static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["JIFEN_TIDY_ROOT"] {
            return URL(fileURLWithPath: path, isDirectory: true)
        }
        return URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }()

    /// Every Swift file below Services, Shared and Tests, split once for all rules.
    static let sources: [SourceFile] = ["Services", "Shared", "Tests"].flatMap(files(below:))
        .filter { $0.hasSuffix(".swift") }
        .compactMap { path in text(path).map { SourceFile(path: path, text: $0) } }

    static var shipped: [SourceFile] { sources.filter(\.isShipped) }

    /// The names in a folder, sorted; none where there is no such folder.
    static func names(in folder: String) -> [String] {
        let path = root.appendingPathComponent(folder).path
        // A folder that is absent or unreadable has no names to check.
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// The paths of the files below a folder, except what lies in dot folders.
    static func files(below folder: String) -> [String] {
        names(in: folder).filter { !$0.hasPrefix(".") }.flatMap { name in
            let path = "\(folder)/\(name)"
            return isFolder(path) ? files(below: path) : [path]
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let path = root.appendingPathComponent(path).path
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// The text of a file, or nil where it is not text.
    static func text(_ path: String) -> String? {
        // What cannot be read as text holds nothing that a rule could find.
        try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Fails the running test with one line for each finding.
    static func report(
        _ findings: [Finding],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard !findings.isEmpty else { return }
        let list = findings.map(\.description).joined(separator: "\n")
        Issue.record("\(findings.count) found\n\(list)", sourceLocation: sourceLocation)
    }
}
