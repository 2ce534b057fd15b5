/// What a neighbour answered, whatever its status.
package struct Answer: Sendable, Equatable {
    /// The HTTP status, from 200 to 599; a redirect is an answer like any other.
    package let status: Int
    /// The header fields of the final answer, in their order.
    package let headers: Headers
    /// The bytes of the body, as they came.
    package let body: [UInt8]

    /// Makes an answer, as tests and stand-ins for a neighbour need it.
    package init(status: Int, headers: Headers = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first header field of that name, in any case; nil where there is none.
    package func header(_ name: String) -> String? {
        headers[name]
    }

    /// How long the neighbour asks to be left alone, in `Retry-After`; zero where it does not.
    ///
    /// Read are whole seconds, not the header's form as a date; more than an `Int32` holds counts
    /// as the most that it holds, which is longer than any call.
    package var askedPause: Duration {
        guard let text = header("Retry-After"), !text.isEmpty,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return .zero }
        return .seconds(Int32(text) ?? .max)
    }
}
