package io.slackwater.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages that a user reaches by links from the overview: one of each kind, for example the page of one dataset.
 * A new page is found without a change here.
 */
final class SitePages {

    private SitePages() {}

    static Collection<String> of(String user) {
        Map<String, String> found = new LinkedHashMap<>(Map.of("/", "/"));
        Deque<String> open = new ArrayDeque<>(List.of("/"));
        try (BrowserContext window = Chromium.as(user)) {
            Page page = window.newPage();
            while (!open.isEmpty()) {
                page.navigate(open.pop());
                for (String path : links(page)) {
                    if (found.putIfAbsent(kind(path), path) == null) {
                        open.add(path);
                    }
                }
            }
        }
        List<String> pages = new ArrayList<>(found.values());
        pages.add("/no-such-page");
        return pages;
    }

    /** The links to other pages of Slackwater: neither those of Backrest and of the API, nor another order of the page. */
    private static List<String> links(Page page) {
        return Chromium.attributes(page, "nav a[href^='/'], main a[href^='/']", "href").stream()
                .map(link -> URI.create(link).getPath())
                .filter(path -> !path.startsWith("/backrest") && !path.startsWith("/api/"))
                .toList();
    }

    /** Equal for the pages of two datasets. */
    private static String kind(String path) {
        String[] parts = path.split("/", -1);
        return parts.length > 2 ? "/" + parts[1] + "/*".repeat(parts.length - 2) : path;
    }
}
