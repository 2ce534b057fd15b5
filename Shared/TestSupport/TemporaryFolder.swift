import Foundation

/// A folder for one test, gone when the test has ended.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes an empty folder.
    ///
    /// - Throws: What the file system says.
    package init() throws {
        path = NSTemporaryDirectory() + "jifen-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit {
        // Lost is an error of tidying up, which is no test's subject.
        try? FileManager.default.removeItem(atPath: path)
    }
}
