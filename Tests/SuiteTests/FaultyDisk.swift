import Foundation
import TestSupport

/// The faults that the shim makes while a file of their name is in its folder.
struct FaultyDisk: Sendable {
    private let folder: String

    init(in stage: Stage) throws {
        folder = stage.folder.file("faults")
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
    }

    var environment: [String: String] {
        get throws { ["LD_PRELOAD": try Build.shim, "JIFEN_TEST_SHIM_FAULTS": folder] }
    }

    func begin(_ fault: String) throws {
        try Data().write(to: URL(fileURLWithPath: "\(folder)/\(fault)"))
    }

    func end(_ fault: String) throws {
        try FileManager.default.removeItem(atPath: "\(folder)/\(fault)")
    }
}

/// What a service sees and this process does not; only root can mount it.
enum Mounts {
    /// Whether this process may mount anything.
    static var isPossible: Bool {
        get async {
            // Lost is why there is no such program; then nothing can be mounted.
            let attempt = try? ChildProcess("/usr/bin/unshare", ["-m", "/bin/true"])
            return await attempt?.end() == .exited(code: 0)
        }
    }

    /// The words before a service's own that mount something first.
    static func wrapper(_ script: String) -> [String] {
        ["/usr/bin/unshare", "-m", "/bin/sh", "-c", "\(script) && exec \"$@\"", "sh"]
    }
}

extension String {
    /// How often a text stands in it.
    func occurrences(of text: String) -> Int {
        components(separatedBy: text).count - 1
    }
}
