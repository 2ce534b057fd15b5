import Testing

extension HostileBytes {
    private static func post(
        _ headers: String,
        _ body: String
    ) -> @Sendable (Gateway) -> [UInt8] {
        { gateway in
            Array.request(
                "POST /v1/credits",
                token: gateway.host,
                headers: "Content-Type: application/json\r\nIdempotency-Key: k\r\n\(headers)",
                body: Array(body.utf8)
            )
        }
    }

    private static let credit = #"{"member":"m","amount":1,"reason":"r"}"#
    private static let length = credit.utf8.count

    static let bodies = [
        HostileBytes(
            "a body that is cut short",
            [400],
            post("Content-Length: \(length + 1)\r\n", credit)
        ),
        HostileBytes("a body that never comes", [400], post("Content-Length: 5\r\n", "")),
        HostileBytes(
            "more than was announced",
            [201, 400],
            post("Content-Length: \(length)\r\n", credit + "x")
        ),
        HostileBytes("no length and no body", [400], post("", "")),
        HostileBytes("a length below zero", [400], post("Content-Length: -1\r\n", credit)),
        HostileBytes(
            "a length of 30 digits",
            [400],
            post("Content-Length: \(String(repeating: "9", count: 30))\r\n", credit)
        ),
        HostileBytes(
            "a length of 10 GB",
            [413],
            post("Content-Length: 10000000000\r\n", credit)
        ),
        HostileBytes(
            "two lengths",
            [400],
            post("Content-Length: 1\r\nContent-Length: \(length)\r\n", credit)
        ),
        HostileBytes(
            "a length and chunks",
            [400],
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
        ),
        HostileBytes(
            "chunks",
            [201],
            post(
                "Transfer-Encoding: chunked\r\n",
                "\(String(length, radix: 16))\r\n\(credit)\r\n0\r\n\r\n"
            )
        ),
        HostileBytes(
            "a chunk without a size",
            [400],
            post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n")
        ),
        HostileBytes(
            "a chunk that is cut short",
            [400],
            post("Transfer-Encoding: chunked\r\n", "ff\r\n{")
        ),
        HostileBytes(
            "a chunk as large as can be",
            [400],
            post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n{")
        ),
        HostileBytes(
            "an encoding that is none",
            [400],
            post("Transfer-Encoding: gzip\r\n", credit)
        ),
        HostileBytes("bad UTF-8 in the body", [400]) { gateway in
            let bad: [UInt8] = Array(#"{"member":""#.utf8) + [0xC3, 0x28, 0x22, 0x7D]
            return post("Content-Length: \(bad.count)\r\n", "")(gateway) + bad
        },
        HostileBytes("a body of zeros", [400]) { gateway in
            post("Content-Length: 1000\r\n", "")(gateway) + [UInt8](repeating: 0, count: 1000)
        },
    ]
}
