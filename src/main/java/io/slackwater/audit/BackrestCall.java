package io.slackwater.audit;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises which requests to Backrest belong into the audit log: calls of its API that change something, start
 * something or give out data. Other requests read, and its page repeats many of them all the time.
 */
public final class BackrestCall {

    public static final String ACTION = "backrest";

    /** A method of Connect's protocol (connectrpc.com/docs/protocol): {@code /v1.Backrest/Backup}. */
    private static final Pattern CALL = Pattern.compile("/backrest/+([a-z0-9.]+\\.[A-Za-z]+/[A-Za-z]+)/*");

    /** The name of a method that only reads, by the convention of Backrest's API. */
    private static final Pattern READING =
            Pattern.compile(".*/(Get|List|Check)[A-Z].*|.*/(PathAutocomplete|HashPassword)");

    /** The calls that answer with a link to the files of a snapshot. */
    private static final Set<String> GIVING_OUT = Set.of("v1.Backrest/GetDownloadURL");

    private static final String PAGE = "/backrest/";
    private static final String DOWNLOAD = "/backrest/download/";

    private BackrestCall() {}

    /**
     * Returns the called method, for example {@code v1.Backrest/Backup}. Empty for a request that is not recorded.
     *
     * @param method the HTTP method
     * @param path the path as Nginx forwards it, decoded and without {@code ..}; without the query
     */
    public static Optional<String> recorded(String method, String path) {
        if (path.startsWith(DOWNLOAD)) {
            // The rest of the path authorises the download.
            return Optional.of("download");
        }
        Matcher call = CALL.matcher(path);
        if (call.matches()) {
            String name = call.group(1);
            boolean reads = READING.matcher(name).matches() && !GIVING_OUT.contains(name);
            return Optional.of(name).filter(any -> !reads);
        }
        if (!path.startsWith(PAGE)) {
            return Optional.empty();
        }
        boolean file = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        return file ? Optional.empty() : Optional.of("another request");
    }
}
