/// The words of Swift's declarations.
enum DeclarationWords {
    static let keywords: Set<String> = [
        "actor", "associatedtype", "case", "class", "deinit", "enum", "extension", "func", "import",
        "init", "let", "macro", "operator", "precedencegroup", "protocol", "struct", "subscript",
        "typealias", "var",
    ]
    static let modifiers: Set<String> = [
        "package", "public", "open", "internal", "fileprivate", "private", "static", "final",
        "mutating", "nonmutating", "nonisolated", "override", "lazy", "weak", "unowned", "indirect",
        "required", "convenience", "borrowing", "consuming", "prefix", "infix", "postfix",
        "distributed", "dynamic", "isolated", "class",
    ]
    /// The modifiers that may carry a word in parentheses.
    static let modifiersWithWord: Set<String> = [
        "package", "public", "open", "internal", "fileprivate", "private", "nonisolated", "unowned",
    ]
}

// MARK: Walking over tokens

extension [Token] {
    /// The text of a token, empty outside the file.
    func text(_ index: Int) -> String { indices.contains(index) ? self[index].text : "" }

    /// Whether these texts stand one after another.
    func matches(_ index: Int, _ texts: String...) -> Bool {
        texts.indices.allSatisfy { text(index + $0) == texts[$0] }
    }

    /// Whether no space stands between a token and the one before.
    func touchesPrevious(_ index: Int) -> Bool {
        indices.contains(index) && index > 0
            && self[index - 1].range.upperBound == self[index].range.lowerBound
    }

    /// The bracket that closes the one at an index, or the file's last token.
    func closing(of opening: Int) -> Int {
        let pairs = ["(": ")", "[": "]", "{": "}", "<": ">"]
        let (open, close) = (text(opening), pairs[text(opening)])
        var depth = 0
        for index in opening..<count {
            if self[index].text == open { depth += 1 }
            if self[index].text == close { depth -= 1 }
            if depth == 0 { return index }
        }
        return count - 1
    }

    /// The parenthesis that opens the one closed at an index, or -1.
    private func opening(of closing: Int) -> Int {
        var depth = 0
        for index in stride(from: closing, through: 0, by: -1) {
            if self[index].text == ")" { depth += 1 }
            if self[index].text == "(" { depth -= 1 }
            if depth == 0 { return index }
        }
        return -1
    }
}

// MARK: Declarations

extension [Token] {
    /// The first token of the declaration that a modifier or keyword belongs to, attributes too.
    func declarationStart(_ index: Int) -> Int {
        var first = index
        while let earlier = modifierStart(endingAt: first - 1) { first = earlier }
        return first
    }

    private func modifierStart(endingAt last: Int) -> Int? {
        let hasArguments = text(last) == ")"
        let head = hasArguments ? opening(of: last) - 1 : last
        guard head >= 0, self[head].kind == .word, text(head - 1) != "." else { return nil }
        if text(head - 1) == "@" { return head - 1 }
        let words = hasArguments ? DeclarationWords.modifiersWithWord : DeclarationWords.modifiers
        return words.contains(text(head)) ? head : nil
    }

    /// The keyword of the declaration that the modifier at an index belongs to.
    func declarationKeyword(after modifier: Int) -> Int? {
        var index = modifier + 1
        while indices.contains(index) {
            if text(index) == "@" {
                index += 1
            } else if !DeclarationWords.modifiers.contains(text(index)) || isClassKeyword(index) {
                return DeclarationWords.keywords.contains(text(index)) ? index : nil
            }
            index = text(index + 1) == "(" ? closing(of: index + 1) + 1 : index + 1
        }
        return nil
    }

    /// Whether `class` names a class here and does not modify a member.
    private func isClassKeyword(_ index: Int) -> Bool {
        text(index) == "class" && !["func", "var", "subscript"].contains(text(index + 1))
    }

    /// Whether a line begins here that begins another declaration.
    private func beginsDeclaration(_ index: Int) -> Bool {
        guard self[index].startsLine else { return false }
        let word = self[index].text
        return word == "@" || word == "#" || DeclarationWords.keywords.contains(word)
            || DeclarationWords.modifiers.contains(word)
    }

    /// The first of some marks behind a declaration's keyword, outside its brackets.
    ///
    /// - Returns: The mark's index, or nil where the declaration ends before.
    func first(of marks: Set<String>, afterKeyword keyword: Int) -> Int? {
        var index = keyword + 1
        while index < count {
            let text = self[index].text
            if marks.contains(text) { return index }
            if text == "}" || text == ";" || beginsDeclaration(index) { return nil }
            index = text == "(" || text == "[" ? closing(of: index) + 1 : index + 1
        }
        return nil
    }
}
