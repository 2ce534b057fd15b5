/// A word, a mark or a literal of a Swift file: what is neither space nor comment.
struct Token: Sendable {
    enum Kind: Equatable {
        case word
        case mark
        /// A string literal, by its index among the file's literals.
        case string(Int)
        case pattern
    }

    let kind: Kind
    /// The word, the one character of a mark, or a quotation mark for a literal.
    let text: String
    /// The first and the last place in the file's bytes, the latter left out.
    let range: Range<Int>
    let line: Int
    /// Whether nothing but space stands before it on its line.
    let startsLine: Bool
}

/// A comment, with its slashes.
struct Comment: Sendable {
    let text: String
    let lines: ClosedRange<Int>
    /// Whether nothing but space stands before it on its line.
    let startsLine: Bool

    /// Whether it is a `///` line.
    var isDocumentation: Bool { text.hasPrefix("///") && !text.hasPrefix("////") }
}

/// The text between the delimiters of a string literal, each interpolation replaced by a NUL.
struct Literal: Sendable {
    let text: String
    /// The lines from the opening to the closing delimiter.
    let lines: ClosedRange<Int>
    let isMultiline: Bool
}
