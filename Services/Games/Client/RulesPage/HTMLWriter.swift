/// Writes HTML, of which only literals can be markup; everything else is text and is escaped.
struct HTMLWriter {
    /// What has been written.
    private(set) var html = ""

    /// Writes markup as it is.
    mutating func markup(_ markup: StaticString) {
        html += markup.description
    }

    /// Writes text, escaped so that it is text within an element and within a quoted attribute.
    mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(scalar)
            }
        }
    }

    /// Writes what somebody has named, so that it cannot turn the text around it.
    mutating func name(_ name: String) {
        markup("<bdi>")
        text(name)
        markup("</bdi>")
    }

    /// Writes words in both languages, or once where they are the same.
    mutating func words(_ words: Words) {
        guard words.zh != words.en else { return name(words.zh) }
        markup("<span lang=\"zh\">")
        name(words.zh)
        markup("</span> <span lang=\"en\">")
        name(words.en)
        markup("</span>")
    }

    /// Writes a heading.
    mutating func heading(_ zh: String, _ en: String) {
        markup("<h2>")
        words(Words(zh, en))
        markup("</h2>\n")
    }

    /// Writes a list, or nothing where it has no lines.
    mutating func list(_ lines: [Words]) {
        guard !lines.isEmpty else { return }
        markup("<ul>\n")
        for line in lines {
            markup("<li>")
            words(line)
            markup("</li>\n")
        }
        markup("</ul>\n")
    }
}
