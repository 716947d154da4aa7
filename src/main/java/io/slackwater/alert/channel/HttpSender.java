package io.slackwater.alert.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;

/** Posts JSON to a receiver, and tells by the status of the answer why the receiver refused. */
record HttpSender(HttpCall http) {

    /** @param headers further headers, such as a token */
    SendResult post(URI url, Map<String, String> headers, String json) throws InterruptedException {
        return switch (exchange(url, headers, json)) {
            case HttpReply.Failed(Fault fault, String reason) -> SendResult.refused(fault, reason);
            case HttpReply.Answer answer -> result(answer, answer.reason());
        };
    }

    HttpReply exchange(URI url, Map<String, String> headers, String json) throws InterruptedException {
        return http.exchange(url, request -> {
            headers.forEach(request::header);
            return request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
        });
    }

    /** @param reason what a person reads when the receiver refused */
    static SendResult result(HttpReply.Answer answer, String reason) {
        return answer.good()
                ? new SendResult.Accepted()
                : new SendResult.Refused(fault(answer.status()), reason, answer.retryAfter());
    }

    private static Fault fault(int status) {
        return switch (status) {
            case 401, 403 -> Fault.CREDENTIALS;
            case 404, 410 -> Fault.RECEIVER;
            case 429 -> Fault.BUSY;
            default -> status / 100 == 4 ? Fault.MESSAGE : Fault.UNREACHABLE;
        };
    }
}
