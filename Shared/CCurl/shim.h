// Typed doors to the variadic functions of libcurl, which Swift cannot call.
// One door for each use; the manual page of the option says what it does.
#ifndef JIFEN_CCURL_SHIM_H
#define JIFEN_CCURL_SHIM_H

#include <curl/curl.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "libcurl 7.87 or later is needed (CURLOPT_QUICK_EXIT)"
#endif

typedef size_t (*ccurl_receive)(char *bytes, size_t size, size_t count, void *target);

#define CCURL_EASY_OPTION(name, option, type)                     \
    static inline CURLcode ccurl_set_##name(CURL *easy, type value) { \
        return curl_easy_setopt(easy, option, value);             \
    }

#define CCURL_MULTI_OPTION(name, option)                                  \
    static inline CURLMcode ccurl_multi_set_##name(CURLM *multi, long value) { \
        return curl_multi_setopt(multi, option, value);                   \
    }

// What is asked of whom. Strings are copied by libcurl; the header list is not.
CCURL_EASY_OPTION(url, CURLOPT_URL, const char *)
CCURL_EASY_OPTION(method, CURLOPT_CUSTOMREQUEST, const char *)
CCURL_EASY_OPTION(user_agent, CURLOPT_USERAGENT, const char *)
CCURL_EASY_OPTION(headers, CURLOPT_HTTPHEADER, struct curl_slist *)
CCURL_EASY_OPTION(protocols, CURLOPT_PROTOCOLS_STR, const char *)
CCURL_EASY_OPTION(proxy, CURLOPT_PROXY, const char *)
CCURL_EASY_OPTION(follow_location, CURLOPT_FOLLOWLOCATION, long)
CCURL_EASY_OPTION(http_version, CURLOPT_HTTP_VERSION, long)

// Time, connections, threads.
CCURL_EASY_OPTION(timeout_ms, CURLOPT_TIMEOUT_MS, long)
CCURL_EASY_OPTION(no_signal, CURLOPT_NOSIGNAL, long)
CCURL_EASY_OPTION(quick_exit, CURLOPT_QUICK_EXIT, long)
CCURL_EASY_OPTION(max_idle_seconds, CURLOPT_MAXAGE_CONN, long)
CCURL_EASY_OPTION(max_life_seconds, CURLOPT_MAXLIFETIME_CONN, long)
CCURL_EASY_OPTION(fresh_connection, CURLOPT_FRESH_CONNECT, long)
CCURL_EASY_OPTION(tcp_no_delay, CURLOPT_TCP_NODELAY, long)
CCURL_EASY_OPTION(tcp_keep_alive, CURLOPT_TCP_KEEPALIVE, long)

// Where the answer and the reason of a failure go. None of these is copied.
CCURL_EASY_OPTION(error_text, CURLOPT_ERRORBUFFER, char *)
CCURL_EASY_OPTION(owner, CURLOPT_PRIVATE, void *)
CCURL_EASY_OPTION(before_request, CURLOPT_PREREQFUNCTION, curl_prereq_callback)
CCURL_EASY_OPTION(before_request_target, CURLOPT_PREREQDATA, void *)
CCURL_EASY_OPTION(receive_header, CURLOPT_HEADERFUNCTION, ccurl_receive)
CCURL_EASY_OPTION(receive_header_target, CURLOPT_HEADERDATA, void *)
CCURL_EASY_OPTION(receive_body, CURLOPT_WRITEFUNCTION, ccurl_receive)
CCURL_EASY_OPTION(receive_body_target, CURLOPT_WRITEDATA, void *)

CCURL_MULTI_OPTION(max_connections_per_host, CURLMOPT_MAX_HOST_CONNECTIONS)
CCURL_MULTI_OPTION(max_kept_connections, CURLMOPT_MAXCONNECTS)

// Copies `count` bytes as the request's body; the size must be set before the bytes.
static inline CURLcode ccurl_set_body(CURL *easy, const void *bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
    if (code != CURLE_OK) return code;
    return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes ? bytes : "");
}

static inline CURLcode ccurl_get_status(CURL *easy, long *status) {
    return curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, status);
}

static inline CURLcode ccurl_get_owner(CURL *easy, void **owner) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)owner);
}

// The macros behind these are expressions or casts, which Swift does not import.
static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_ALL); }

static const long ccurl_http_1_1 = CURL_HTTP_VERSION_1_1;

#undef CCURL_EASY_OPTION
#undef CCURL_MULTI_OPTION

#endif
