package io.slackwater.signin;

import java.util.List;
import java.util.Optional;

/**
 * What a request shows of who sends it.
 *
 * @param address where it comes from, for the log
 * @param authorization the header of that name
 * @param session the value of our cookie
 * @param proxySecret what somebody in front of us shows as the shared secret
 * @param users the forwarded names; one, unless somebody added another
 * @param groups the forwarded groups, with commas between
 * @param from which page caused it
 */
public record Knock(
        String address,
        Optional<String> authorization,
        Optional<String> session,
        Optional<String> proxySecret,
        List<String> users,
        Optional<String> groups,
        SameOrigin from) {}
