extension String {
    /// As many characters from the start as fit some bytes of UTF-8; no character is cut.
    package func clipped(toBytes most: Int) -> String {
        guard utf8.count > most else { return self }
        var size = 0
        return String(
            prefix { character in
                size += character.utf8.count
                return size <= most
            }
        )
    }
}
