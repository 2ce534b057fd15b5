extension MalformedRequest {
    private static let start =
        #"{"id":"e","type":"order.paid","member":"m","occurredAt":"2026-03-01T08:00:00Z""#

    static let events = (names + amounts + others + lists).map {
        MalformedRequest("/v1/events", $0.0, $0.1)
    }

    private static let names = [
        ("{}", "id"), ("", ""), ("[]", ""), (#"{"id":"a b"}"#, "id"), (#"{"id":7}"#, "id"),
        (#"{"id":"e"}"#, "type"), (#"{"id":"e","type":""}"#, "type"),
        (#"{"id":"e","type":"t"}"#, "member"), (#"{"id":"e","type":"t","member":"ä"}"#, "member"),
        (#"{"id":"e","type":"t","member":"m"}"#, "occurredAt"),
        (#"{"id":"e","type":"t","member":"m","occurredAt":"today"}"#, "occurredAt"),
        (#"{"id":"e","type":"t","member":"m","occurredAt":1772352000000}"#, "occurredAt"),
        (#"{"id":"e","type":"t","member":"m","occurredAt":"2026-03-01"}"#, "occurredAt"),
    ]

    private static let amounts = [
        (#"\#(start),"amountMinor":-1}"#, "amountMinor"),
        (#"\#(start),"amountMinor":1000000000001}"#, "amountMinor"),
        (#"\#(start),"amountMinor":12.5}"#, "amountMinor"),
        (#"\#(start),"amount":1}"#, "amount"), (#"\#(start),"lines":[]}"#, "lines"),
        (#"\#(start),"lines":{}}"#, "lines"), (#"\#(start),"lines":[5]}"#, "lines[0]"),
        (#"\#(start),"lines":[{}]}"#, "lines[0].amountMinor"),
        (#"\#(start),"lines":[{"amountMinor":1},{"amountMinor":-1}]}"#, "lines[1].amountMinor"),
        (#"\#(start),"lines":[{"amountMinor":1,"id":""}]}"#, "lines[0].id"),
        (#"\#(start),"lines":[{"amountMinor":1,"category":""}]}"#, "lines[0].category"),
        (#"\#(start),"lines":[{"amountMinor":1,"name":"x"}]}"#, "lines[0].name"),
        (
            #"\#(start),"lines":[{"amountMinor":1,"id":"2"},{"amountMinor":1}]}"#,
            "lines[1].id"
        ), (#"\#(start),"amountMinor":3,"lines":[{"amountMinor":2}]}"#, "lines"),
        (
            #"\#(start),"lines":[{"amountMinor":1000000000000},{"amountMinor":1}]}"#, "lines"
        ),
    ]

    private static let others = [
        (#"\#(start),"refersTo":"a b"}"#, "refersTo"),
        (#"\#(start),"refersTo":"o","caller":"shop"}"#, "caller"),
        (#"\#(start),"attributes":[]}"#, "attributes"),
        (#"\#(start),"attributes":{"a":{}}}"#, "attributes.a"),
        (#"\#(start),"attributes":{"a":1.5}}"#, "attributes.a"),
        (#"\#(start),"key":"k"}"#, "key"), (#"\#(start),"dryRun":true}"#, "dryRun"),
    ]

    private static let lists = [
        (#"{"events":[]}"#, "events"), (#"{"events":{}}"#, "events"),
        (#"{"events":[5]}"#, "events[0]"), (#"{"events":[{}]}"#, "events[0].id"),
        (#"{"events":[\#(start)}],"id":"e"}"#, "id"),
        (#"{"events":[\#(start)},\#(start),"refersTo":""}]}"#, "events[1].refersTo"),
        (#"{"events":[\#(start),"lines":[{}]}]}"#, "events[0].lines[0].amountMinor"),
        (
            #"{"events":[{"id":"e","type":"t","member":"m","occurredAt":"2026-02-01T08:00:00Z"}]}"#,
            "events[0].occurredAt"
        ),
        (
            #"{"events":[{"id":"e","type":"t","member":"m","occurredAt":"2026-03-01T09:00:00Z"}]}"#,
            "events[0].occurredAt"
        ),
    ]
}
