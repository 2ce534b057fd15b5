import Access
import Foundation
import Primitives
import TestSupport

/// The clock that the shim shows to a service instead of the system's.
struct ShiftedClock: Sendable {
    private let path: String

    init(in stage: Stage) throws {
        path = stage.folder.file("clock")
        try Data(repeating: 0, count: 8).write(to: URL(fileURLWithPath: path))
    }

    var environment: [String: String] {
        get throws { ["LD_PRELOAD": try Build.shim, "JIFEN_TEST_SHIM_CLOCK": path] }
    }

    /// The instant that the service sees.
    var now: Instant {
        // Lost is that there is no clock; then it is not shifted.
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data(count: 8)
        let shift = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
        return Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + shift)
    }

    /// Lets the service's clock stand so many milliseconds ahead.
    func shift(by milliseconds: Int64) throws {
        // The service has the file in its memory, so it is written in place.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: withUnsafeBytes(of: milliseconds.littleEndian) { Data($0) })
        try file.close()
    }

    /// A service's token of the instant that the service sees.
    func token(of stage: Stage) async throws -> String {
        try await stage.keys.token(.service, at: now)
    }
}
