extension Problem {
    /// Whether it is a refusal that the same key can never turn into a success.
    package var isOfTheBusiness: Bool { slug.status == 409 && slug != .requestInFlight }

    /// The same refusal, marked as one that stands for ever.
    package var asFinal: Problem {
        var problem = self
        problem.isFinal = true
        return problem
    }
}
