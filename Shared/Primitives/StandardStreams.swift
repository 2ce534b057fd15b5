import Glibc

/// Writes lines to the process's standard streams, and never ends it for want of a reader.
///
/// Foundation's file handles trap where the reader is gone or the disk is full.
package enum StandardStreams {
    /// Writes a line to standard output.
    package static func say(_ line: String) {
        write(Array(line.utf8) + [0x0A], to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    package static func complain(_ line: String) {
        write(Array(line.utf8) + [0x0A], to: STDERR_FILENO)
    }

    /// Writes the bytes of a line to standard error.
    package static func complain(_ line: [UInt8]) {
        write(line + [0x0A], to: STDERR_FILENO)
    }

    /// Whether standard error is a terminal, on which a line can be rewritten.
    package static var errorsAreOnTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Rewrites the line of a terminal on standard error that has no end yet; gives it none.
    package static func rewrite(_ line: String) {
        write(Array("\r\(line)\u{1B}[K".utf8), to: STDERR_FILENO)
    }

    /// What cannot be written is lost: there is nowhere left to say so.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor,
                    UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                    rest.count
                )
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
            }
        }
    }
}
