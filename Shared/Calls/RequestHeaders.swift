import CCurl

/// The header lines of one request, in libcurl's list, which must outlive the transfer.
final class RequestHeaders {
    /// The first line of the list.
    let list: UnsafeMutablePointer<curl_slist>

    /// Writes the lines as they are right at this time, or nil where memory is out.
    init?(for attempt: Attempt) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in Self.lines(for: attempt) {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        guard let list else { return nil }
        self.list = list
    }

    deinit {
        curl_slist_free_all(list)
    }

    private static func lines(for attempt: Attempt) -> [String] {
        let call = attempt.call
        // libcurl reads `Name;` as an empty value, and `Name:` as a header not to send.
        var lines = call.headers.fields.map { field in
            field.value.allSatisfy(\.isWhitespace)
                ? "\(field.name);" : "\(field.name): \(field.value)"
        }
        lines.append("Request-Timeout-Ms: \(max(1, attempt.timeLeft.wholeMilliseconds))")
        if call.headers[Headers.requestID] == nil {
            lines.append("\(Headers.requestID): \(attempt.id.text)")
        }
        if let traceparent = call.traceparent { lines.append("traceparent: \(traceparent)") }
        lines.append("Expect:")
        if call.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        return lines
    }
}
