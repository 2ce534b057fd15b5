import Glibc

/// Writes lines to the process's standard streams, and never ends it for want of a reader.
///
/// Foundation's file handles trap where the reader is gone or the disk is full.
package enum StandardStreams {
    /// Writes a line to standard output.
    package static func say(_ line: String) {
        write(Array(line.utf8), to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    package static func complain(_ line: String) {
        write(Array(line.utf8), to: STDERR_FILENO)
    }

    /// Writes the bytes of a line to standard error.
    package static func complain(_ line: [UInt8]) {
        write(line, to: STDERR_FILENO)
    }

    /// What cannot be written is lost: there is nowhere left to say so.
    private static func write(_ line: [UInt8], to descriptor: Int32) {
        (line + [0x0A]).withUnsafeBytes { bytes in
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
