import TestSupport

/// Spoils requests at random, in ways that parsers are known to stumble over.
struct Mutator {
    private static let words = [
        "\0", "\r\n", "\n", "\r\n\r\n", "%00", "%", "..", "\"", "\\", "\\u0000", "\\ud800", "{",
        "}",
        "[", "]", ",", ":", "null", "true", "-1", "0", "1e400", "-0", "9223372036854775808",
        "99999999999999999999999999", "1.5", "Transfer-Encoding: chunked\r\n",
        "Content-Length: 0\r\n", "Expect: 100-continue\r\n", "Connection: close\r\n",
        "Request-Timeout-Ms: 1\r\n", "HTTP/1.0", "?dryRun=true", "&", "\u{FEFF}", "é", "\u{202E}",
        "points", "tickets", "m-1", "key", "member", "amount", "oneOf", "credit", "debit",
        "reversal", "transfer", "ofKey", "hold", "expiresOn", "availableAt", "expiresAt",
        "2026-03-01", "9999-12-31", "2026-03-01T08:00:00Z", "9999-12-31T23:59:59Z", "/capture",
        "/release", "lines", "refersTo", "order.refunded", "order.received", "attributes",
    ].map { Array($0.utf8) }

    private let seeds: [[UInt8]]
    private var random: SeededGenerator

    init(seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds
        random = SeededGenerator(seed: seed)
    }

    /// The next request: one in ten as it was, the others spoilt in one to four places.
    mutating func next() -> [UInt8] {
        var bytes = random.pick(from: seeds)
        if random.chance(50) { renewKeys(of: &bytes) }
        if random.chance(10) { return bytes }
        for _ in 0..<random.pick(from: [1, 1, 1, 2, 4]) { spoil(&bytes) }
        return bytes
    }

    /// Gives the request keys that were not used yet, of the same length.
    private mutating func renewKeys(of bytes: inout [UInt8]) {
        let digits = Array("\(Int.random(in: 100_000...999_999, using: &random))".utf8)
        for range in bytes.ranges(of: Array("000000".utf8)) {
            bytes.replaceSubrange(range, with: digits)
        }
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = place(in: bytes)
        let end = min(bytes.count, place + Int.random(in: 1...16, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: random.pick(from: Self.words), at: place)
        case 4: bytes.replaceSubrange(place..<end, with: random.pick(from: Self.words))
        case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 6:
            let other = random.pick(from: seeds)
            let from = Int.random(in: 0..<other.count, using: &random)
            bytes.replaceSubrange(place..<end, with: other[from...].prefix(24))
        default: bytes.removeSubrange(place...)
        }
        if random.chance(60) { mendLength(&bytes) }
    }

    /// A place anywhere, but mostly behind the head, where the deeper parsers are.
    private mutating func place(in bytes: [UInt8]) -> Int {
        let anywhere = Int.random(in: 0..<bytes.count, using: &random)
        guard random.chance(70), let body = RequestShape.bodyStart(of: bytes), body < bytes.count
        else { return anywhere }
        return Int.random(in: body..<bytes.count, using: &random)
    }

    /// Announces the length that the body has now, so that the body is read at all.
    private func mendLength(_ bytes: inout [UInt8]) {
        guard let body = RequestShape.bodyStart(of: bytes),
            let length = RequestShape.lengthRange(of: bytes[..<body])
        else { return }
        bytes.replaceSubrange(length, with: Array("\(bytes.count - body)".utf8))
    }
}

/// What can be told of a request's frame without a parser.
enum RequestShape {
    private static let mark = Array("\r\n\r\n".utf8)
    private static let name = Array("content-length: ".utf8)

    /// Where the body begins, or nil where the head has no end.
    static func bodyStart(of bytes: [UInt8]) -> Int? {
        bytes.firstRange(of: mark)?.upperBound
    }

    /// Where the digits of the only `Content-Length` stand, or nil.
    static func lengthRange(of head: ArraySlice<UInt8>) -> Range<Int>? {
        let lowercased = head.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let found = lowercased.ranges(of: name)
        guard found.count == 1, let start = found.first?.upperBound else { return nil }
        let digits = head[start...].prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? nil : digits.startIndex..<digits.endIndex
    }

    /// Whether it is surely one whole request, so that one answer comes and the next may follow.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard let body = bodyStart(of: bytes) else { return false }
        let head = String(decoding: bytes[..<body], as: UTF8.self).lowercased()
        guard !head.contains("transfer-encoding"), !head.contains("upgrade"),
            !head.contains("expect"), !head.hasPrefix("head")
        else { return false }
        guard head.contains("content-length") else { return body == bytes.count }
        guard let range = lengthRange(of: bytes[..<body]),
            head.ranges(of: "content-length").count == 1, bytes[range.upperBound] == 0x0D,
            let length = Int(String(decoding: bytes[range], as: UTF8.self))
        else { return false }
        return body + length == bytes.count
    }
}
