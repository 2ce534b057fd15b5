import Wire

/// Where a game, as operators have written it, has what the rules name by a path of their own.
enum GamePath {
    private enum Step {
        case name(String)
        case place(Int)
    }

    /// The path in a game as it was written.
    ///
    /// - Parameters:
    ///   - path: A path of the rules, such as `prizes[3].stock.total`.
    ///   - game: The game; of what is written shorter there, as a plain number for a stock, the
    ///     path ends with what stands for the whole.
    /// - Returns: The path, such as `prizes[3].stock`.
    static func written(_ path: String, in game: JSON) -> String {
        var place = Optional(game)
        var written = ""
        for step in steps(of: path) {
            switch step {
            case .name(let name):
                guard case .object? = place else { return written }
                // An amount of the usual asset is written as `points: 5`.
                let isPoints = name == "amount" && place?["points"] != nil
                let own = isPoints ? "points" : name
                written += written.isEmpty ? own : ".\(own)"
                place = place?[own]
            case .place(let index):
                // What can be a list of one is written without brackets too.
                guard case .array? = place else { continue }
                written += "[\(index)]"
                place = place?[index]
            }
        }
        return written
    }

    private static func steps(of path: String) -> [Step] {
        path.split(separator: ".").flatMap { part -> [Step] in
            let pieces = part.split(separator: "[")
            let places = pieces.dropFirst().compactMap { Int($0.dropLast()) }.map(Step.place)
            return names(of: String(pieces.first ?? "")).map(Step.name) + places
        }
    }

    /// What a name of the rules is written as.
    private static func names(of name: String) -> [String] {
        switch name {
        case "costs": ["cost"]
        case "timeout": ["timeoutSeconds"]
        case "pacing": ["stock", "pacing"]
        default: [name]
        }
    }
}
