extension [UInt8] {
    /// Appends a number in 4 bytes, the highest first; one that needs more is taken for the
    /// largest that does not.
    mutating func append(count: Int) {
        append(bigEndian: UInt32(clamping: count))
    }

    /// Appends a number in all its bytes, the highest first.
    mutating func append(bigEndian number: some FixedWidthInteger) {
        for place in (0..<number.bitWidth / 8).reversed() {
            append(UInt8(truncatingIfNeeded: number >> (8 * place)))
        }
    }

    /// Appends bytes behind their number, so that no two lists of fields give the same bytes.
    mutating func append(field: some Collection<UInt8>) {
        append(count: field.count)
        append(contentsOf: field)
    }
}
