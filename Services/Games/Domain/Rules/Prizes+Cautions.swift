extension [Prize] {
    /// The value in minor units above which a prize wins a caution: 50,000.00.
    ///
    /// China's rules for prize promotions (SAMR order 32 of 2020) bound the value of
    /// the highest prize of a draw by 50,000 CNY.
    package static var cautionedValueMinor: Int64 { 5_000_000 }

    /// What a lawyer should look at before the prizes are published, with its path.
    package var cautions: [RulesFault] {
        enumerated().compactMap { index, prize in
            guard let value = prize.valueMinor, value > Self.cautionedValueMinor else {
                return nil
            }
            return RulesFault("prizes[\(index)].value", "is above 50,000.00")
        }
    }
}
