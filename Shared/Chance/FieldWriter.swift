/// Writes fields behind their lengths into memory that lasts no longer than one hash.
struct FieldWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    private var count = 0

    /// Writes into a buffer that has room for all that will be appended: for each field 4 bytes
    /// and its own.
    init(_ buffer: UnsafeMutableRawBufferPointer) {
        self.buffer = buffer
    }

    /// What has been written.
    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

    /// Appends bytes.
    mutating func append(_ bytes: [UInt8]) {
        store(UInt32(clamping: bytes.count))
        bytes.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
            count += bytes.count
        }
    }

    /// Appends a number in 8 bytes, the highest first.
    mutating func append(_ number: UInt64) {
        store(UInt32(8))
        store(number)
    }

    private mutating func store(_ number: some FixedWidthInteger & BitwiseCopyable) {
        buffer.storeBytes(of: number.bigEndian, toByteOffset: count, as: type(of: number))
        count += MemoryLayout.size(ofValue: number)
    }
}
