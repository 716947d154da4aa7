package io.slackwater.signin;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Authenticates a request by the first of: a bearer token, a user name with the proxy's secret, a session cookie. A
 * request with a wrong token is refused even if it has other credentials. Each failure is counted once; an expired
 * cookie is no failure.
 *
 * @param apiToken whether a token is the API's token; compares in constant time
 * @param jwts verifies JWTs; when empty, JWTs are refused
 * @param forwarded the roles of forwarded groups; when empty, forwarded names are ignored even with the proxy's secret
 */
public record Authenticator(
        Predicate<String> apiToken,
        Optional<Jwts> jwts,
        ProxySecret proxySecret,
        Optional<RoleMap> forwarded,
        Sessions sessions,
        AuthFailures failures) {

    public Authentication authenticate(AuthRequest request) {
        Optional<String> bearer = request.bearer();
        if (bearer.isPresent()) {
            return bearer(bearer.get(), request.address());
        }
        Optional<SignedIn> proxied = proxied(request);
        if (proxied.isPresent()) {
            return request.from().foreign() ? foreign(proxied.get(), request) : new Authentication.Known(proxied.get());
        }
        Optional<SignedIn> session = request.session().flatMap(sessions::find);
        if (session.isPresent()) {
            return request.from().ours() ? new Authentication.Known(session.get()) : foreign(session.get(), request);
        }
        return new Authentication.Anonymous();
    }

    private Authentication bearer(String token, String address) {
        if (apiToken.test(token)) {
            return new Authentication.Known(new SignedIn("token", Optional.of(Role.ADMIN), AuthenticationMethod.TOKEN));
        }
        if (jwts.isEmpty() || token.chars().filter(c -> c == '.').count() != 2) {
            failures.failed(AuthenticationMethod.TOKEN, address, "wrong token");
            return new Authentication.Anonymous();
        }
        return switch (jwts.get().check(token)) {
            case Jwts.Result.Good good -> new Authentication.Known(good.who());
            case Jwts.Result.Bad bad -> {
                failures.failed(AuthenticationMethod.JWT, address, bad.reason());
                yield new Authentication.Anonymous();
            }
        };
    }

    private Optional<SignedIn> proxied(AuthRequest request) {
        Optional<String> user = request.users().stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst();
        boolean named = forwarded.isPresent() && user.isPresent();
        if (request.proxySecret().isEmpty()) {
            return named
                    ? refused(request, "the request has a forwarded user name but not the proxy's secret")
                    : Optional.empty();
        }
        if (!proxySecret.matches(request.proxySecret().get())) {
            return refused(request, "the proxy's secret is wrong");
        }
        if (!named) {
            return Optional.empty();
        }
        if (request.users().size() > 1) {
            return refused(
                    request,
                    "the request has more than one forwarded user name; the proxy must remove this header from clients' requests");
        }
        if (!SignedIn.presentable(user.get())) {
            return refused(request, "the forwarded user name is not printable ASCII");
        }
        var groups = Arrays.stream(request.groups().orElse("").split(","))
                .map(String::strip)
                .toList();
        return Optional.of(new SignedIn(user.get(), forwarded.get().of(groups), AuthenticationMethod.PROXY));
    }

    private Optional<SignedIn> refused(AuthRequest request, String reason) {
        failures.failed(AuthenticationMethod.PROXY, request.address(), reason);
        return Optional.empty();
    }

    private Authentication foreign(SignedIn who, AuthRequest request) {
        failures.failed(who.method(), request.address(), "a page of another site may have caused this write");
        return new Authentication.CrossSite(who);
    }
}
