import CCurl

/// One attempt inside libcurl: what it sends and what has come in; used on the loop's thread only.
final class Transfer {
    let attempt: Attempt
    let easy: EasyHandle
    private let maxAnswerBytes: Int
    private var requestHeaders: RequestHeaders?
    private var headers = Headers()
    private var body: [UInt8] = []
    private var bytesLeft: Int
    private var isTooLarge = false
    private var isAstray = false

    init(_ attempt: Attempt, on easy: EasyHandle, maxAnswerBytes: Int) {
        self.attempt = attempt
        self.easy = easy
        self.maxAnswerBytes = maxAnswerBytes
        bytesLeft = maxAnswerBytes
    }

    /// The transfer that a pointer handed to libcurl stands for.
    static func at(_ pointer: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Tells libcurl what to send and whom to tell; the first code that is no success, if any.
    ///
    /// The loop keeps this object until it has reset the handle, so the pointers stay good.
    func prepare() -> CURLcode? {
        let handle = easy.pointer
        let call = attempt.call
        let this = Unmanaged.passUnretained(self).toOpaque()
        var codes = [
            ccurl_set_url(handle, call.url),
            ccurl_set_timeout_ms(handle, max(1, attempt.timeLeft.wholeMilliseconds)),
            // libcurl sends again when a kept connection turns out dead, even a POST; on a fresh
            // one it never does.
            ccurl_set_fresh_connection(handle, call.isRepeatable ? 0 : 1),
            ccurl_set_owner(handle, this),
            ccurl_set_before_request(handle, beforeRequest),
            ccurl_set_before_request_target(handle, this),
            ccurl_set_receive_header(handle, receiveHeader),
            ccurl_set_receive_header_target(handle, this),
            ccurl_set_receive_body(handle, receiveBody),
            ccurl_set_receive_body_target(handle, this),
        ]
        if call.method != .get || !call.body.isEmpty {
            codes.append(ccurl_set_body(handle, call.body, curl_off_t(call.body.count)))
            codes.append(ccurl_set_method(handle, call.method.rawValue))
        }
        return codes.first { $0 != CURLE_OK }
    }

    /// How the attempt ended, by the code that libcurl gave.
    func outcome(of code: CURLcode) -> Outcome {
        if isTooLarge { return .failure(.answerTooLarge(limitBytes: maxAnswerBytes)) }
        if isAstray { return .failure(.broken("the answer is another request's")) }
        switch code {
        case CURLE_OK:
            var status = 0
            _ = ccurl_get_status(easy.pointer, &status)
            return .success(Answer(status: status, headers: headers, body: body))
        case CURLE_OPERATION_TIMEDOUT:
            return .failure(.timedOut)
        default:
            // The headers are made right before the first byte goes out: none, nothing happened.
            let reason = easy.reason(code)
            return .failure(requestHeaders == nil ? .unreachable(reason) : .broken(reason))
        }
    }

    /// Puts the headers in place, now that there is a connection; false where memory is out.
    fileprivate func connected() -> Bool {
        guard let made = RequestHeaders(for: attempt) else { return false }
        guard ccurl_set_headers(easy.pointer, made.list) == CURLE_OK else { return false }
        requestHeaders = made
        return true
    }

    /// Takes in one line of the answer's head; false where it is too long or another's, so that
    /// libcurl closes the connection.
    fileprivate func receive(header line: UnsafeRawBufferPointer) -> Bool {
        guard hasRoom(for: line.count) else { return false }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // A provisional answer (1xx) came before this one.
            headers = Headers()
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            let field = Headers.Field(name: String(text[..<colon]), value: value.trimmed)
            isAstray = isAstray || field.isRequestID && attempt.id.isAnother(than: field.value)
            headers.add(field)
        }
        return !isAstray
    }

    /// Takes in a part of the body; false where it is too long.
    fileprivate func receive(body part: UnsafeRawBufferPointer) -> Bool {
        guard hasRoom(for: part.count) else { return false }
        body.append(contentsOf: part)
        return true
    }

    private func hasRoom(for count: Int) -> Bool {
        isTooLarge = isTooLarge || count > bytesLeft
        if !isTooLarge { bytesLeft -= count }
        return !isTooLarge
    }
}

extension Substring {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

// MARK: What libcurl calls, on the loop's thread

private let beforeRequest: curl_prereq_callback = { target, _, _, _, _ in
    guard let target, Transfer.at(target).connected() else { return CURL_PREREQFUNC_ABORT }
    return CURL_PREREQFUNC_OK
}

private let receiveHeader: ccurl_receive = { bytes, size, count, target in
    guard let target else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Transfer.at(target).receive(header: line) ? line.count : 0
}

private let receiveBody: ccurl_receive = { bytes, size, count, target in
    guard let target else { return 0 }
    let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return Transfer.at(target).receive(body: part) ? part.count : 0
}
