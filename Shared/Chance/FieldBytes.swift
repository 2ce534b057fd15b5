extension [UInt8] {
    /// Appends a number in 4 bytes, the highest first; one that needs more is taken for the
    /// largest that does not.
    mutating func append(count: Int) {
        append(bigEndian: UInt32(clamping: count))
    }

    /// Appends a number in all its bytes, the highest first.
    mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends bytes behind their number, so that no two lists of fields give the same bytes.
    mutating func append(field: some Collection<UInt8>) {
        append(count: field.count)
        append(contentsOf: field)
    }
}
