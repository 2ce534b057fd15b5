import GamesDomain
import Sections
import Wire

extension GameDisplay {
    /// `{title?, description?, skin?, hiddenUnlessEligible?}`; what is at fault stands in the
    /// reader.
    ///
    /// - Parameters:
    ///   - reader: The game.
    ///   - kind: Of what kind it is; only lotteries have a skin.
    ///   - prizes: Its prizes.
    ///   - name: The title where the game says none.
    /// - Returns: How the game is shown.
    static func read(
        _ reader: inout SectionReader,
        of kind: GameKind,
        _ prizes: [PublishedPrize],
        default name: String
    ) -> GameDisplay {
        let title = reader.label("title", most: 64)
        let description = reader.label("description", most: 1000)
        let isHidden = reader.flag("hiddenUnlessEligible")
        let skin: Skin? =
            switch kind {
            case .lottery: reader.optionalWord("skin", of: Skin.allCases) ?? .wheel
            case .cardFlip: nil
            }
        return GameDisplay(
            title: title ?? name,
            description: description,
            skin: skin,
            isHiddenUnlessEligible: isHidden,
            prizes: Dictionary(
                prizes.map { ($0.prize.id, $0.display) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }
}

extension PrizeDisplay {
    /// `{title?, image?}`.
    static func read(_ reader: inout SectionReader, default name: String) -> PrizeDisplay {
        let title = reader.label("title", most: 64)
        let image = reader.text("image", largest: 512)
        if let image, !isAddress(image) {
            reader.fault(at: "image", "must be an address that begins with https://, http:// or /")
        }
        return PrizeDisplay(title: title ?? name, image: image)
    }

    /// Whether a text is an address that a page can load and that can run nothing.
    private static func isAddress(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && ["https://", "http://", "/"].contains(where: text.hasPrefix)
    }
}

extension SectionReader {
    /// Text for people, of so many characters, none of which controls anything; nil where it is
    /// absent or at fault.
    mutating func label(_ name: String, most: Int) -> String? {
        guard let text = text(name, largest: most * 4) else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard isPlain, text.count <= most else {
            fault(at: name, "must be 1 to \(most) characters without line breaks")
            return nil
        }
        return text
    }
}
