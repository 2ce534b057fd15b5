import Testing

struct LexerTests {
    private func words(_ text: String) -> [String] { Lexer(text).tokens.map(\.text) }

    @Test func `strings and comments hide their text`() {
        #expect(words("a /* b /* c */ d */ e // f\n\"try! g\" h") == ["a", "e", "\"", "h"])
        #expect(words("#\"a \" b\"# c") == ["\"", "c"])
        #expect(words("\"\" + \"\\\"\" d") == ["\"", "+", "\"", "d"])
        #expect(words("\"\"\"\n  x \" \"\" y\n  \"\"\" z") == ["\"", "z"])
    }

    @Test func `an interpolation is code`() {
        #expect(words("\"a \\(b(\"c\")) d\" e") == ["\"", "(", "b", "(", "\"", ")", ")", "e"])
        #expect(words("#\"\\(a) \\#(b)\"#") == ["\"", "(", "b", ")"])
    }

    @Test func `a literal knows its text and its lines`() {
        let literals = Lexer("let a =\n  \"\"\"\n  x\\(y)\n  \"\"\"; let b = \"c\\\"d\"").literals
        #expect(literals.map(\.text) == ["\n  x\0\n  ", "c\\\"d"])
        #expect(literals.map(\.lines) == [2...4, 4...4])
        #expect(literals.map(\.isMultiline) == [true, false])
    }

    @Test func `a pattern is told from a division`() {
        #expect(words("f(/a\"b/) c") == ["f", "(", "\"", ")", "c"])
        #expect(words("a / b / c") == ["a", "/", "b", "/", "c"])
        #expect(words("#/a\"/b/# c") == ["\"", "c"])
        #expect(words("reduce(1, /) / 2") == ["reduce", "(", "1", ",", "/", ")", "/", "2"])
    }

    @Test func `comments know whether they stand alone`() {
        let comments = Lexer("/// a\nlet b = 1  // c\n/* d\n e */").comments
        #expect(comments.map(\.startsLine) == [true, false, true])
        #expect(comments.map(\.isDocumentation) == [true, false, false])
        #expect(comments.map(\.lines) == [1...1, 2...2, 3...4])
    }

    @Test func `names between backticks are words`() {
        #expect(words("func `a \"b\" c`() {}") == ["func", "`a \"b\" c`", "(", ")", "{", "}"])
    }

    @Test func `text that breaks off does no harm`() {
        for text in ["\"", "\"\\(", "/*", "`", "#\"", "#/", "\"\"\"\n", "\"\\", "#"] {
            #expect(Lexer(text).position == text.utf8.count)
        }
    }
}
