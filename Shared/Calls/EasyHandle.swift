import CCurl

/// One easy handle of libcurl and the room for its error text; used again after `reset`.
final class EasyHandle {
    /// What libcurl knows it by.
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>

    /// Makes a handle, or nil where there is no memory for one.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorText.deallocate()
    }

    /// Forgets the last transfer; what libcurl keeps for all (connections, names) stays.
    func reset() {
        curl_easy_reset(pointer)
        errorText.pointee = 0
    }

    /// Sets what is the same for every transfer; the first code that is no success, if any.
    func prepare(connectionAgeSeconds: Int) -> CURLcode? {
        [
            ccurl_set_error_text(pointer, errorText),
            ccurl_set_no_signal(pointer, 1),
            // A call that ends while a name is looked up must not hold up all the others.
            ccurl_set_quick_exit(pointer, 1),
            ccurl_set_protocols(pointer, "http,https"),
            ccurl_set_follow_location(pointer, 0),
            ccurl_set_http_version(pointer, ccurl_http_1_1),
            // Neighbours are called directly, whatever `http_proxy` says.
            ccurl_set_proxy(pointer, ""),
            ccurl_set_user_agent(pointer, "jifen"),
            ccurl_set_tcp_no_delay(pointer, 1),
            ccurl_set_tcp_keep_alive(pointer, 1),
            ccurl_set_max_idle_seconds(pointer, connectionAgeSeconds),
            ccurl_set_max_life_seconds(pointer, connectionAgeSeconds),
        ].first { $0 != CURLE_OK }
    }

    /// Why the transfer failed, in libcurl's words.
    func reason(_ code: CURLcode) -> String {
        let text = String(cString: errorText)
        return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }
}
