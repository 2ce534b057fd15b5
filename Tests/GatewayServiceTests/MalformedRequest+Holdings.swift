extension MalformedRequest {
    private static let hold = "/v1/holds/019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"
    private static let transfer = "/v1/transfers/019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"

    private static let movement = #"{"member":"m","amount":1,"reason":"r","#

    static let lots = [
        (#""expiresOn":"2026-02-30"}"#, "expiresOn"), (#""expiresOn":"2026-3-1"}"#, "expiresOn"),
        (#""expiresOn":"tomorrow"}"#, "expiresOn"), (#""expiresOn":""}"#, "expiresOn"),
        (#""expiresOn":20260301}"#, "expiresOn"), (#""expiresOn":null}"#, "expiresOn"),
        (#""expiresOn":"2026-03-01T08:00:00Z"}"#, "expiresOn"),
        (#""availableAt":"2026-03-01"}"#, "availableAt"),
        (#""availableAt":"2026-03-01T08:00:00"}"#, "availableAt"),
        (#""availableAt":"2026-03-01T16:00:00+08:00"}"#, "availableAt"),
        (#""availableAt":1772352000000}"#, "availableAt"),
        (#""expiresAt":"2026-03-01T08:00:00Z"}"#, "expiresAt"),
        (#""transfer":"019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"}"#, "transfer"),
    ].map { MalformedRequest("/v1/credits", movement + $0.0, $0.1) }

    static let holds =
        [
            ("/v1/debits", movement + #""expiresOn":"2026-03-01"}"#, "expiresOn"),
            ("/v1/debits", movement + #""expiresAt":"2026-03-01T08:00:00Z"}"#, "expiresAt"),
            ("/v1/holds", movement + #""expiresAt":"soon"}"#, "expiresAt"),
            ("/v1/holds", movement + #""expiresAt":"2026-03-01"}"#, "expiresAt"),
            ("/v1/holds", movement + #""cause":"reward"}"#, "cause"),
            ("/v1/holds", movement + #""notAfter":"2027-01-01T00:00:00Z"}"#, "notAfter"),
            ("/v1/holds", movement + #""asset":"gold"}"#, "asset"),
            ("/v1/holds", #"{"member":"m","amount":0,"reason":"r"}"#, "amount"),
            ("/v1/holds", #"{"member":"m","amount":1000000000001,"reason":"r"}"#, "amount"),
            ("/v1/holds", #"{"member":"m","reason":"r"}"#, "amount"),
            ("/v1/holds", #"{"member":"m","amount":1}"#, "reason"),
            ("/v1/holds", #"{"amount":1,"reason":"r"}"#, "member"),
            ("/v1/holds?dryRun=1", movement + #""reference":"a"}"#, "dryRun"),
            ("/v1/holds", "", ""),
            ("\(hold)/capture", #"{"amount":0}"#, "amount"),
            ("\(hold)/capture", #"{"amount":-5}"#, "amount"),
            ("\(hold)/capture", #"{"amount":1.5}"#, "amount"),
            ("\(hold)/capture", #"{"amount":"all"}"#, "amount"),
            ("\(hold)/capture", #"{"reason":""}"#, "reason"),
            ("\(hold)/capture", #"{"reference":"a b"}"#, "reference"),
            ("\(hold)/capture", #"{"member":"m"}"#, "member"),
            ("\(hold)/capture", #"{"hold":"019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"}"#, "hold"),
            ("\(hold)/capture", #"{"ofKey":"k"}"#, "ofKey"), ("\(hold)/capture", "[]", ""),
            ("\(hold)/capture", "{", ""), ("\(hold)/capture?limit=1", "{}", "limit"),
            ("\(hold)/release", #"{"amount":1}"#, "amount"),
            ("\(hold)/release", #"{"reason":5}"#, "reason"), ("\(hold)/release", "null", ""),
        ].map { MalformedRequest($0.0, $0.1, $0.2) }

    static let reversals = [
        ("{}", "reason"), ("", ""), (#"{"amount":1}"#, "reason"),
        (#"{"amount":0,"reason":"r"}"#, "amount"), (#"{"amount":null,"reason":"r"}"#, "amount"),
        (#"{"amount":1000000000001,"reason":"r"}"#, "amount"), (#"{"reason":""}"#, "reason"),
        (#"{"reason":"r","ofKey":"k"}"#, "ofKey"), (#"{"reason":"r","asset":"points"}"#, "asset"),
        (#"{"reason":"r","transfer":"x"}"#, "transfer"),
        (#"{"reason":"r","member":"m"}"#, "member"),
        (#"{"reason":"r","cause":"reward"}"#, "cause"),
    ].map { MalformedRequest("\(transfer)/reversals", $0.0, $0.1) }

    private static let reversal = #"{"operations":[{"key":"k","type":"reversal","reason":"r""#

    static let batchReversals = [
        ("}]}", "operations[0].transfer"), (#","transfer":"17"}]}"#, "operations[0].transfer"),
        (#","transfer":17}]}"#, "operations[0].transfer"),
        (#","ofKey":""}]}"#, "operations[0].ofKey"),
        (#","ofKey":"ä"}]}"#, "operations[0].ofKey"),
        (#","ofKey":"\#(String(repeating: "k", count: 129))"}]}"#, "operations[0].ofKey"),
        (#","ofKey":"a","amount":0}]}"#, "operations[0].amount"),
        (#","ofKey":"a","member":"m"}]}"#, "operations[0].member"),
        // What is not there is malformed in a batch, for it is none of the two results.
        (#","ofKey":"k"}]}"#, "operations[0]"), (#","ofKey":"never"}]}"#, "operations[0]"),
        (#","transfer":"019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10"}]}"#, "operations[0]"),
        (
            #","ofKey":"a"},{"key":"a","type":"credit","member":"m","amount":1,"reason":"r"}]}"#,
            "operations[0]"
        ),
    ].map { MalformedRequest("/v1/batches", reversal + $0.0, $0.1) }
}
