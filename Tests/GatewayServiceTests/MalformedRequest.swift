import Testing

/// A body, or a query, that is not what was asked for.
struct MalformedRequest: Sendable, CustomTestStringConvertible {
    let path: String
    let body: String
    /// The path of the fault that is named.
    let fault: String

    var testDescription: String { "\(path) \(body.prefix(80))" }

    init(_ path: String, _ body: String, _ fault: String) {
        self.path = path
        self.body = body
        self.fault = fault
    }

    static let all =
        texts + credits + debits + queries + batches + actions + lots + holds + reversals
        + batchReversals + events

    private static let texts = [
        "", " ", "{", "}", "nonsense", "[", "{\"member\"", "{\"member\":\"m\",}", "null", "[]",
        "17", "\"m\"", "{} {}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":1.}", "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{'a':1}", "\u{FEFF}{}",
        String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ].map { MalformedRequest("/v1/credits", $0, "") }

    private static let credits = [
        (#"{"amount":1,"reason":"r"}"#, "member"),
        (#"{"member":"","amount":1,"reason":"r"}"#, "member"),
        (#"{"member":"a b","amount":1,"reason":"r"}"#, "member"),
        (#"{"member":"ä","amount":1,"reason":"r"}"#, "member"),
        (#"{"member":17,"amount":1,"reason":"r"}"#, "member"),
        (#"{"member":null,"amount":1,"reason":"r"}"#, "member"),
        (#"{"member":"\#(String(repeating: "m", count: 65))","amount":1,"reason":"r"}"#, "member"),
        (#"{"member":"m","reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":0,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":-1,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":1000000000001,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":9223372036854775808,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":1.0,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":1e3,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":1e400,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":"1","reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":true,"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":[1],"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":1}"#, "reason"),
        (#"{"member":"m","amount":1,"reason":""}"#, "reason"),
        (#"{"member":"m","amount":1,"reason":5}"#, "reason"),
        (#"{"member":"m","amount":1,"reason":"\#(String(repeating: "r", count: 257))"}"#, "reason"),
        (#"{"member":"m","amount":1,"reason":"r","asset":"gold"}"#, "asset"),
        (#"{"member":"m","amount":1,"reason":"r","asset":"a/b"}"#, "asset"),
        (#"{"member":"m","amount":1,"reason":"r","reference":"a b"}"#, "reference"),
        (#"{"member":"m","amount":1,"reason":"r","cause":"gift"}"#, "cause"),
        (#"{"member":"m","amount":1,"reason":"r","ammount":1}"#, "ammount"),
        (#"{"member":"m","amount":1,"reason":"r","notAfter":"2027-01-01T00:00:00Z"}"#, "notAfter"),
        (#"{"member":"m","amount":1,"reason":"r","key":"k"}"#, "key"),
        (#"{"member":"m","oneOf":[{"asset":"points","amount":1}],"reason":"r"}"#, "amount"),
        (#"{"member":"m","amount":1,"amount":1,"reason":"r"}"#, ""),
    ].map { MalformedRequest("/v1/credits", $0.0, $0.1) }

    private static let debits = [
        (#"{"member":"m","reason":"r","oneOf":[]}"#, "oneOf"),
        (#"{"member":"m","reason":"r","oneOf":{}}"#, "oneOf"),
        (#"{"member":"m","reason":"r","oneOf":[5]}"#, "oneOf[0]"),
        (#"{"member":"m","reason":"r","oneOf":[{"amount":1}]}"#, "oneOf[0].asset"),
        (#"{"member":"m","reason":"r","oneOf":[{"asset":"points"}]}"#, "oneOf[0].amount"),
        (
            #"{"member":"m","reason":"r","oneOf":[{"asset":"points","amount":1,"x":1}]}"#,
            "oneOf[0].x"
        ),
        (
            #"{"member":"m","reason":"r","oneOf":[{"asset":"points","amount":1},"#
                + #"{"asset":"points","amount":2}]}"#, "oneOf[1].asset"
        ),
        (
            #"{"member":"m","reason":"r","oneOf":[{"asset":"points","amount":1},"#
                + #"{"asset":"gold","amount":2}]}"#, "oneOf"
        ),
        (
            #"{"member":"m","reason":"r","amount":1,"oneOf":[{"asset":"points","amount":1}]}"#,
            "amount"
        ),
        (
            #"{"member":"m","reason":"r","asset":"points","#
                + #""oneOf":[{"asset":"points","amount":1}]}"#, "asset"
        ),
        (
            #"{"member":"m","reason":"r","oneOf":["#
                + (0..<9).map { #"{"asset":"a\#($0)","amount":1}"# }.joined(separator: ",")
                + "]}", "oneOf"
        ),
        (#"{"member":"m","amount":1,"reason":"r","notAfter":"tomorrow"}"#, "notAfter"),
        (#"{"member":"m","amount":1,"reason":"r","notAfter":1772352000}"#, "notAfter"),
        (
            #"{"member":"m","amount":1,"reason":"r","notAfter":"2027-01-01T08:00:00+08:00"}"#,
            "notAfter"
        ),
        (#"{"member":"m","amount":1,"reason":"r","cause":"reward"}"#, "cause"),
    ].map { MalformedRequest("/v1/debits", $0.0, $0.1) }

    private static let queries = [
        ("?dryRun=yes", "dryRun"), ("?dryRun=", "dryRun"), ("?dryrun=true", "dryrun"),
        ("?dryRun=true&dryRun=true", "dryRun"), ("?limit=5", "limit"),
    ].map { query, fault in
        MalformedRequest(
            "/v1/credits\(query)",
            #"{"member":"m","amount":1,"reason":"r"}"#,
            fault
        )
    }

    private static let batches = [
        ("{}", "operations"), (#"{"operations":5}"#, "operations"),
        (#"{"operations":[]}"#, "operations"), (#"{"operations":[5]}"#, "operations[0]"),
        (#"{"operations":[{}]}"#, "operations[0].key"),
        (#"{"operations":[{"key":""}]}"#, "operations[0].key"),
        (#"{"operations":[{"key":"ä"}]}"#, "operations[0].key"),
        (#"{"operations":[{"key":"k"}]}"#, "operations[0].type"),
        (#"{"operations":[{"key":"k","type":"gift"}]}"#, "operations[0].type"),
        (#"{"operations":[],"dryRun":true}"#, "operations"),
        (
            #"{"operations":[{"key":"k","type":"credit","member":"m","amount":1,"reason":"r"}],"#
                + #""dryRun":true}"#, "dryRun"
        ),
        (
            #"{"operations":[{"key":"k","type":"credit","member":"m","amount":1,"reason":"r","#
                + #""asset":"gold"}]}"#, "operations[0].asset"
        ),
    ].map { MalformedRequest("/v1/batches", $0.0, $0.1) }

    private static let actions =
        [
            ("{}", "reason"), (#"{"reason":""}"#, "reason"), (#"{"reason":"r","by":"x"}"#, "by"),
        ].flatMap { body, fault in
            [
                MalformedRequest("/v1/members/m/freeze", body, fault),
                MalformedRequest("/v1/members/m/unfreeze", body, fault),
            ]
        } + [
            MalformedRequest("/v1/members/a%20b/freeze", #"{"reason":"r"}"#, "member"),
            MalformedRequest("/v1/programme/rollback", "{}", "version"),
            MalformedRequest("/v1/programme/rollback", #"{"version":0}"#, "version"),
            MalformedRequest("/v1/programme/rollback", #"{"version":1,"x":1}"#, "x"),
        ]
}
